package org.radiologytrust.ingest.document;

import java.util.List;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Patient;

/**
 * A document without text that can be read.
 *
 * @param format what it claims to be
 * @param notRead what it has in place of text, if it was read
 */
public record Unreadable(
    Format format, Reason reason, List<Patient> patients, List<NotAudited> notRead)
    implements Reading {
  /**
   * Names it beside a text that was read. A document that came only in part is taken to have words
   * of the report; any other that cannot be read is taken to be a picture of them.
   *
   * @param where in the message, in fixed words and codes
   * @param bytes its size; {@link NotAudited#UNKNOWN} if that is not known
   */
  public NotAudited named(String where, long bytes) {
    String what = where + ", " + reason.label();
    return new NotAudited(what, bytes, NotAudited.Unit.BYTES, reason == Reason.CUT);
  }

  public Unreadable {
    patients = List.copyOf(patients);
    notRead = List.copyOf(notRead);
  }

  /** A document that was not read. */
  public Unreadable(Format format, Reason reason, List<Patient> patients) {
    this(format, reason, patients, List.of());
  }

  /** A document that names no patient. */
  public Unreadable(Format format, Reason reason) {
    this(format, reason, List.of());
  }

  /** Why a document cannot be read. */
  public enum Reason {
    TYPE("not read", "is of a type that is not read; send PDF, RTF, CDA, HTML or plain text"),
    CHARSET("wrong character set", "is not text in its character set; name the character set"),
    BROKEN("damaged", "is damaged; send it again from its source"),
    CUT("cut off or damaged", "is cut off or damaged; send it whole"),
    ENCRYPTED("encrypted", "is encrypted; send it without encryption"),
    NO_TEXT("no text", "has no text, such as a scan; send the report's text"),
    HIDDEN_TEXT(
        "invisible text only",
        "has only text that nobody sees, such as the text under a scan; send the report's text"),
    NO_DATA("no data", "is not in the message; send its data; urls of messages are not fetched"),
    NOT_CURRENT("not current", "was replaced or entered in error; send the current one"),
    TOO_LARGE("too large", "is larger than rtl.documents.max-bytes"),
    TOO_MUCH_DATA(
        "too large", "has more than rtl.documents.max-unpacked bytes when it is unpacked"),
    TOO_MANY_PAGES("too many pages", "has more than rtl.documents.max-pages pages"),
    TOO_MUCH_TEXT("too long", "has more than rtl.documents.max-text characters"),
    TOO_MANY_FORMS("too many forms", "draws more than 20,000 forms; send a simpler one"),
    TOO_DEEP("too deep", "is nested too deeply; send a simpler one"),
    TIME(
        "time ran out",
        "could not be read within rtl.documents.time, or within the rtl.documents.message-time of"
            + " its message"),
    NESTED("nested", "is inside of another document; send it in the message itself");

    private final String label;
    private final String words;

    Reason(String label, String words) {
      this.label = label;
      this.words = words;
    }

    /** What is wrong, in a few fixed words. */
    public String label() {
      return label;
    }

    /** What is wrong and what to do, in fixed words: the end of a sentence. */
    public String words() {
      return words;
    }
  }
}
