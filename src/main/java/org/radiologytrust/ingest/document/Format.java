package org.radiologytrust.ingest.document;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The format of a document. */
public enum Format {
  PDF("PDF"),
  RTF("RTF"),
  CDA("CDA"),
  HTML("HTML"),
  PLAIN("plain text"),
  /** A package of documents. A document that is read of it has the format of one of them. */
  MIME("other"),
  OTHER("other");

  /** How much of a document is looked at to find its format. */
  private static final int HEAD = 4096;

  /** How much of an XML is looked at to find its root: comments may stand before it. */
  private static final int PROLOG = 65_536;

  /** Where other programs too look for the header of a PDF. */
  private static final int PDF_HEAD = 1024;

  private static final Pattern CDA_ROOT =
      Pattern.compile(
          "(?s)(<\\?.*?\\?>|<!--.*?-->|<!DOCTYPE[^<>\\[]*+(\\[.*?\\]\\s*+)?>|\\s)*+"
              + "<([\\w.-]++:)?ClinicalDocument[\\s/>].*");

  private static final Pattern MIME_HEADER =
      Pattern.compile("(?is)(mime-version\\s*:|content-type\\s*:\\s*multipart/).*");

  private final String words;

  Format(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /**
   * The format of a document: by its type, and by its first bytes where the type says nothing, or
   * says text and the bytes are a PDF, an RTF, a CDA or a MIME package.
   */
  public static Format of(MediaType type, byte[] data) {
    String head = head(data, HEAD);
    Format named = named(type);
    Format found = ofBytes(head);
    if (named == OTHER && type.isUnspecific()) {
      return head.substring(0, Math.min(head.length(), PDF_HEAD)).contains("%PDF-") ? PDF : found;
    }
    boolean text = named == PLAIN || named == HTML || named == CDA;
    if (text && (found == PDF || found == RTF || found == MIME)) {
      return found;
    }
    return text && CDA_ROOT.matcher(head(data, PROLOG)).matches() ? CDA : named;
  }

  /** The first characters without a byte order mark, blanks before them, and NULs. */
  private static String head(byte[] data, int length) {
    return new String(data, 0, Math.min(data.length, length), StandardCharsets.ISO_8859_1)
        .replace("\u0000", "")
        .replaceFirst("^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?\\s*", "");
  }

  private static Format named(MediaType type) {
    String name = type.type();
    String subtype = name.substring(name.indexOf('/') + 1);
    if (type.isHtml()) {
      return HTML;
    } else if (name.startsWith("multipart/")) {
      return MIME;
    }
    return switch (subtype) {
      case "pdf", "x-pdf" -> PDF;
      case "rtf", "x-rtf", "richtext" -> RTF;
      case "plain", "markdown", "x-markdown" -> PLAIN;
      case "xml", "hl7-cda+xml", "cda+xml", "x-hl7-cda-level-one+xml", "x-cda", "cda" -> CDA;
      default -> OTHER;
    };
  }

  private static Format ofBytes(String head) {
    if (head.startsWith("%PDF-")) {
      return PDF;
    } else if (head.startsWith("{\\rtf")) {
      return RTF;
    } else if (MIME_HEADER.matcher(head).matches()) {
      return MIME;
    } else if (head.startsWith("<")) {
      return head.contains("ClinicalDocument") ? CDA : HTML;
    }
    boolean binary =
        head.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f');
    return binary ? OTHER : PLAIN;
  }
}
