package org.radiologytrust.journal.sentinels;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of the reports that the product sent to its own doors. */
public interface Sentinels {
  /** A way by which reports come. */
  enum Door {
    MLLP,
    FHIR,
    KAFKA,
    /** The check before a report is signed. */
    CHECK;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far a sentinel came. */
  enum State {
    SENT,
    RECEIVED,
    /** Its audit has the wanted flag. */
    SEEN,
    /** It was audited, and the wanted flag is missing. */
    OTHER,
    /** The door answered, and did not take it. */
    REFUSED,
    /** Nobody answered at the door. */
    UNREACHABLE;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more becomes of it. */
    public boolean ended() {
      return this != SENT && this != RECEIVED;
    }
  }

  /**
   * A report to send.
   *
   * @param id random, and the id of its patient
   * @param node that sends it
   * @param check the id of the check that must flag it
   * @param bodySha256 of the bytes that are sent, in hexadecimal
   */
  record Seed(UUID id, String node, Door door, String check, String bodySha256) {}

  /**
   * A report that was sent.
   *
   * @param ended {@code null} while it is on its way
   * @param reason why the flag is missing or the door did not take it; else empty
   */
  record Sentinel(
      UUID id,
      Door door,
      String check,
      State state,
      Instant sent,
      @Nullable Instant ended,
      String reason) {}

  /** Stores a report before it is sent: only what is stored here is taken for one. */
  void send(Seed seed);

  /**
   * Ends one that did not come through. One that ended already, or that the door took, stays as it
   * is.
   *
   * @param state {@link State#REFUSED} or {@link State#UNREACHABLE}
   */
  void failed(UUID id, State state, String reason);

  /** Whether one was sent to the check before signing, and was not answered yet. */
  boolean isOpenDraft(String id);

  /** Ends one that was checked before signing. */
  void checked(UUID id, boolean flagged);

  /** Those of a node, newest first. */
  List<Sentinel> newest(String node, int limit);

  /** Removes those that were sent before, with the runs that never ended; returns how many. */
  int remove(Instant before, int limit);
}
