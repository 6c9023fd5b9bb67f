package org.radiologytrust.auth.login;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radiologytrust.session.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what users do: who called which operation of which MBean through the management
 * server, and who logged in and out at the pages. It never contains arguments, which may name a
 * patient. It has its own logger, so that a site can store it elsewhere. From {@link #by} until
 * {@link #close}, the current thread acts for that user.
 */
public final class ActionLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("org.radiologytrust.actions");
  private static final ThreadLocal<User> USER = new ThreadLocal<>();
  private static final String NAME = "username";
  private static final String ROLE = "role";

  /** Line breaks, and characters that are invisible or look like others. */
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]");

  private static final int MOST = 200;

  /** Result of a request. */
  public enum Outcome {
    DONE,
    /** Not allowed. */
    REFUSED,
    /** It was allowed and failed. */
    FAILED
  }

  private ActionLog() {}

  /** Begins a request of a user whom the guard admitted. */
  public static ActionLog by(User user) {
    USER.set(user);
    return new ActionLog();
  }

  @Override
  public void close() {
    USER.remove();
  }

  /** The user in the form that routes see. */
  public static User user(Login login) {
    return User.create(
        Caller.with(
            new JsonObject().put(NAME, login.name()).put(ROLE, login.roleCodes()), login.rights()));
  }

  /** The name of the user for whom this thread acts. */
  public static String currentUser() {
    User user = USER.get();
    return user == null ? "a local program" : clean(user.principal().getString(NAME));
  }

  /**
   * Logs a request of this thread's user.
   *
   * @param type type of the request, in Jolokia's words
   * @throws NullPointerException outside {@link #by} and {@link #close}
   */
  public static void log(String type, String mbean, String operation, Outcome outcome) {
    log(USER.get(), type, mbean, operation, outcome);
  }

  /** Logs a request that was refused before it was read. */
  public static void logUnread(Login login) {
    log(user(login), "unread", "", "", Outcome.REFUSED);
  }

  /**
   * Logs that a person logged in or out at a page.
   *
   * @param type login or logout
   */
  static void logSession(String type, Login login) {
    log(user(login), type, "", "", Outcome.DONE);
  }

  private static void log(User user, String type, String mbean, String operation, Outcome outcome) {
    LOG.info(
        "user=\"{}\" role={} type={} mbean=\"{}\" operation=\"{}\" outcome={}",
        clean(user.principal().getString(NAME)),
        user.principal().getString(ROLE),
        type,
        clean(mbean),
        clean(operation),
        outcome.name().toLowerCase(Locale.ROOT));
  }

  /** Text from outside, made safe for a quoted value in one log line. */
  private static String clean(String text) {
    String cut = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
    return NOT_SHOWN.matcher(cut).replaceAll("?").replace('"', '\'');
  }
}
