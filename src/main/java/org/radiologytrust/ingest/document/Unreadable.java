package org.radiologytrust.ingest.document;

/**
 * A document without text that can be read.
 *
 * @param format what it claims to be
 */
public record Unreadable(Format format, Reason reason) implements Reading {
  /** Why a document cannot be read. */
  public enum Reason {
    TYPE("is of a type that is not read; send PDF, RTF, CDA, HTML or plain text"),
    CHARSET("is not text in its character set; name the character set"),
    BROKEN("is damaged; send it again from its source"),
    ENCRYPTED("is encrypted; send it without encryption"),
    NO_TEXT("has no text, such as a scan; send the report's text"),
    HIDDEN_TEXT(
        "has only text that nobody sees, such as the text under a scan; send the report's text"),
    NO_DATA("is not in the message; send its data"),
    TOO_LARGE("is larger than rtl.documents.max-bytes"),
    TOO_MUCH_DATA("has more than rtl.documents.max-unpacked bytes when it is unpacked"),
    TOO_MANY_PAGES("has more than rtl.documents.max-pages pages"),
    TOO_MUCH_TEXT("has more than rtl.documents.max-text characters"),
    TOO_DEEP("is nested too deeply; send a simpler one"),
    TIME("could not be read within rtl.documents.time"),
    NESTED("is inside of another document; send it in the message itself");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** What is wrong and what to do, in fixed words: the end of a sentence. */
    public String words() {
      return words;
    }
  }
}
