package org.radiologytrust.journal.inbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids by which an operator finds an HL7 message in the sender's log: MSH-3, MSH-4 and MSH-10. A
 * value is shown only if it looks like an id. Anything else, such as a name, is replaced by {@link
 * #HIDDEN}.
 */
public record MessageIds(String sendingApplication, String sendingFacility, String controlId) {
  /** Shown instead of a value that may be personal data. */
  public static final String HIDDEN = "(not shown)";

  /** An id, optionally with a universal id after it (data type HD). */
  private static final Pattern ID =
      Pattern.compile("([A-Za-z0-9_.-]{0,32})(\\^[A-Za-z0-9_.-]*\\^(DNS|GUID|HCD|HL7|ISO|UUID))?");

  private static final int FIELDS = 3;

  /**
   * The ids in a message key.
   *
   * @param key the key of an {@link Inbox.Incoming}
   * @return empty if it is not an HL7 message, or has no MSH-10
   */
  public static Optional<MessageIds> of(String channel, String key) {
    String[] fields = key.split("\\|", FIELDS);
    return channel.equals("hl7") && fields.length == FIELDS
        ? Optional.of(new MessageIds(shown(fields[0]), shown(fields[1]), shown(fields[2])))
        : Optional.empty();
  }

  /** The sender's number of a message: MSH-10 of an HL7 message, otherwise the whole key. */
  static String controlId(String channel, String key) {
    String[] fields = key.split("\\|", FIELDS);
    return channel.equals("hl7") && fields.length == FIELDS ? fields[2] : key;
  }

  /** The text if it looks like an id, otherwise {@link #HIDDEN}. */
  public static String shown(String text) {
    Matcher id = ID.matcher(text);
    return id.matches() ? id.group(1) : HIDDEN;
  }

  @Override
  public String toString() {
    return "MSH-3 " + sendingApplication + ", MSH-4 " + sendingFacility + ", MSH-10 " + controlId;
  }
}
