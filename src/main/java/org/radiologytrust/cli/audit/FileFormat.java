package org.radiologytrust.cli.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The format of a file that holds reports, by its bytes. */
enum FileFormat {
  /** A log of an interface engine. */
  LOG,
  HL7,
  FHIR,
  /** PDF, RTF, CDA or HTML. */
  DOCUMENT,
  TEXT,
  DICOM,
  /** An image, an archive, or anything else that is no text. */
  BINARY;

  /** How much of a file is looked at to find its format. */
  private static final int HEAD = 4_096;

  private static final int LOG_HEAD = 400;
  private static final int DICM_AT = 128;

  private static final Pattern HL7_BEGIN =
      Pattern.compile("(MSH|FHS|BHS)[^A-Za-z0-9].*", Pattern.DOTALL);
  private static final Pattern JSON_BEGIN = Pattern.compile("\\{\\s*[\"}].*", Pattern.DOTALL);
  private static final Pattern MARKUP = Pattern.compile("<[A-Za-z?!].*", Pattern.DOTALL);
  private static final Pattern HTML =
      Pattern.compile(
          "(?is)(<!--.*?-->|\\s)*+<(!doctype\\s+html|html|head|body|div|p|table|span|font|br|b|h[1-6]|pre|center)"
              + "[\\s/>].*");

  static FileFormat of(byte[] bytes) {
    if (text(bytes, DICM_AT, 4).equals("DICM")) {
      return DICOM;
    }
    String head =
        text(bytes, 0, HEAD)
            .replace("\0", "")
            .replaceFirst("^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\u000b\\s]*", "");
    if (head.substring(0, Math.min(head.length(), LOG_HEAD)).contains("<SB>")) {
      return LOG;
    }
    if (HL7_BEGIN.matcher(head).matches()) {
      return HL7;
    }
    if (head.contains("%PDF-") && text(bytes, 0, 1_024).contains("%PDF-")
        || head.startsWith("{\\rtf")) {
      return DOCUMENT;
    }
    if (MARKUP.matcher(head).matches()) {
      boolean fhir = head.contains("http://hl7.org/fhir");
      boolean document = head.contains("ClinicalDocument") || HTML.matcher(head).matches();
      return document && !fhir ? DOCUMENT : FHIR;
    }
    if (JSON_BEGIN.matcher(head).matches()) {
      return FHIR;
    }
    return !isUtf16(bytes) && hasNul(bytes) ? BINARY : TEXT;
  }

  /** Whether a file begins with the byte order mark of UTF-16. */
  static boolean isUtf16(byte[] bytes) {
    return bytes.length > 1
        && (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe
            || bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff);
  }

  private static String text(byte[] bytes, int from, int length) {
    int start = Math.min(from, bytes.length);
    int end = Math.min(bytes.length, from + length);
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** No text has a NUL, and almost every other file has one. */
  private static boolean hasNul(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }
}
