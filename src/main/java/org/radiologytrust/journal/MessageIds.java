package org.radiologytrust.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator finds an HL7 message by in the sender's log: MSH-3, MSH-4 and MSH-10, shown only
 * where they look like ids. What does not, such as a name, is {@link #HIDDEN}.
 */
public record MessageIds(String sendingApplication, String sendingFacility, String controlId) {
  /** In place of what may be about a person. */
  public static final String HIDDEN = "(not shown)";

  /** An id, or one with a universal id behind it (data type HD). */
  private static final Pattern ID =
      Pattern.compile("([A-Za-z0-9_.-]{0,32})(\\^[A-Za-z0-9_.-]*\\^(DNS|GUID|HCD|HL7|ISO|UUID))?");

  private static final int FIELDS = 3;

  /**
   * @param key of {@link Inbox.Incoming}
   * @return empty for what is no HL7 message, or has no MSH-10
   */
  static Optional<MessageIds> of(String channel, String key) {
    String[] fields = key.split("\\|", FIELDS);
    return channel.equals("hl7") && fields.length == FIELDS
        ? Optional.of(new MessageIds(shown(fields[0]), shown(fields[1]), shown(fields[2])))
        : Optional.empty();
  }

  /** The text, where it looks like an id. */
  static String shown(String text) {
    Matcher id = ID.matcher(text);
    return id.matches() ? id.group(1) : HIDDEN;
  }

  /** For a log line. */
  @Override
  public String toString() {
    return "MSH-3 " + sendingApplication + ", MSH-4 " + sendingFacility + ", MSH-10 " + controlId;
  }
}
