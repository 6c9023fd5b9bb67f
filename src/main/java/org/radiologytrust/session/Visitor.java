package org.radiologytrust.session;

import java.util.Optional;
import java.util.Set;

/**
 * Who asks for a page.
 *
 * @param name empty if nobody is logged in
 * @param fullName as reports name the person; empty if nobody said so
 * @param session empty if nobody is logged in, and for a program that sent its password with the
 *     request: it may read, but change nothing
 * @param absence why there is no session
 */
public record Visitor(
    String name, String fullName, Set<Right> rights, Optional<Session> session, Absence absence) {
  /** The key of the visitor in the data of a request. */
  public static final String KEY = Visitor.class.getName();

  /** Why a request has no session. */
  public enum Absence {
    /** The browser sent none. */
    NONE,
    /** It was not used for too long. */
    IDLE,
    /** It reached the longest time that a log-in lasts. */
    OLD,
    /** The server was restarted since. */
    RESTARTED,
    /** The user was removed or changed, or the session was ended elsewhere. */
    ENDED,
    /** It cannot be looked up now; later it may be there. */
    UNKNOWN
  }

  public Visitor {
    rights = Set.copyOf(rights);
  }

  /** Somebody of whom only the log-in is known. */
  public Visitor(String name, Set<Right> rights, Optional<Session> session, Absence absence) {
    this(name, "", rights, session, absence);
  }

  /** Somebody who is not logged in. */
  public static Visitor nobody(Absence absence) {
    return new Visitor("", Set.of(), Optional.empty(), absence);
  }

  public boolean known() {
    return !name.isEmpty();
  }

  public boolean may(Right right) {
    return rights.contains(right);
  }
}
