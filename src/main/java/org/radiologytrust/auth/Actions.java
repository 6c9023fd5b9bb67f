package org.radiologytrust.auth;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what users do by the management server: who, and which operation of which MBean; never
 * with which arguments, which may name a patient. It has a logger of its own, so that it can be
 * kept elsewhere. What this thread does until it is closed is done by that user.
 */
public final class Actions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("org.radiologytrust.actions");
  private static final ThreadLocal<User> USER = new ThreadLocal<>();
  private static final String NAME = "username";
  private static final String ROLE = "role";

  /** What could begin a line of its own, or looks like nothing or like other text. */
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]");

  private static final int MOST = 200;

  /** What became of what was asked for. */
  public enum Outcome {
    DONE,
    /** Not allowed. */
    REFUSED,
    /** It was tried. */
    FAILED
  }

  private Actions() {}

  /** Begins what a user asked for, as the guard let it in. */
  public static Actions by(User user) {
    USER.set(user);
    return new Actions();
  }

  @Override
  public void close() {
    USER.remove();
  }

  /** The user as the routes see it. */
  static User user(Login login) {
    return User.create(new JsonObject().put(NAME, login.name()).put(ROLE, login.roleCodes()));
  }

  /** The name of who does what this thread does. */
  public static String who() {
    User user = USER.get();
    return user == null ? "a program of this machine" : clean(user.principal().getString(NAME));
  }

  /**
   * Logs what this thread was asked for.
   *
   * @param type as Jolokia names it
   */
  public static void log(String type, String mbean, String operation, Outcome outcome) {
    log(USER.get(), type, mbean, operation, outcome);
  }

  /** Logs that a request was turned away before it was read. */
  static void unread(Login login) {
    log(user(login), "unread", "", "", Outcome.REFUSED);
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

  /** Text that came from outside, as it can stand between quotes in one line. */
  private static String clean(String text) {
    String cut = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
    return NOT_SHOWN.matcher(cut).replaceAll("?").replace('"', '\'');
  }
}
