package org.radiologytrust.ingest.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds documents in OBX of text types. Such a document begins with the first bytes of an RTF,
 * HTML, CDA or PDF, as it is or in Base64, and goes on in the next OBX until it ends.
 */
final class TextDocuments {
  /** Tags with which a piece of HTML begins; "&lt;5 mm" is text. */
  private static final Pattern HTML =
      Pattern.compile(
          "<(!doctype\\s+html|html|head|body|div|p|table|span|font|br|b|i|u|strong|em|h[1-6]|ul|ol"
              + "|center|pre|style|meta|title)(\\s[^<>]*)?/?>.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern XML =
      Pattern.compile("<(\\?xml\\s|([a-z0-9]+:)?ClinicalDocument[\\s>]).*", Pattern.DOTALL);

  private static final Pattern RTF_WORD =
      Pattern.compile("\\\\(pard?|plain|line|tab|[bifu]\\d?|fs\\d+|cf\\d+|f\\d+)\\b");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
  private static final int SHORTEST_BASE64 = 40;

  /** How Base64 of a PDF, an RTF, XML or HTML begins. */
  private static final List<String> BASE64_BEGINS =
      List.of("JVBERi0", "e1xydGY", "PD94bWw", "PENsaW5p", "PGh0bW", "PEhUTU", "PCFET0", "PCFkb2");

  /** Characters with which a document begins, as it is or in Base64. */
  private static final String BEGINS = "{<%JeP\ufeff";

  /** Characters of Base64 in which the end of a document must be. */
  private static final int TAIL = 400;

  /** What a text begins with. */
  private enum Kind {
    RTF("application/rtf"),
    HTML("text/html; charset=UTF-8"),
    XML("text/xml"),
    PDF("application/pdf"),
    BASE64("");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  /**
   * A document.
   *
   * @param type its media type; empty if its first bytes must tell
   * @param parts the OBX that have it, in their order
   * @param inPlace whether they are lines of the text with marks of HTML, and are read among them
   */
  record Found(byte[] data, String type, List<Segment> parts, boolean inPlace) {
    /** Where the message has it. */
    Slice slice() {
      Slice first = parts.get(0).at(5);
      return new Slice(first.source(), first.from(), parts.get(parts.size() - 1).at(5).to());
    }

    /** Withholds the data, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "Found[" + parts.size() + " OBX]";
    }
  }

  private final Map<Segment, Found> byPart = new IdentityHashMap<>();

  /** Finds the documents in OBX that follow each other, all of text types. */
  void find(List<Segment> texts) {
    int at = 0;
    while (at < texts.size()) {
      Growing document = Growing.at(texts.get(at));
      if (document == null) {
        at++;
        continue;
      }
      at++;
      while (at < texts.size() && document.takes(texts.get(at))) {
        at++;
      }
      Found found = document.found();
      found.parts().forEach(part -> byPart.put(part, found));
    }
  }

  /** The document of which an OBX is a part; null if it is text. */
  @Nullable Found of(Segment obx) {
    return byPart.get(obx);
  }

  /** A document that may go on in the next OBX. */
  private static final class Growing {
    private final Kind kind;
    private final boolean raw;
    private final List<Segment> parts = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private int scanned;
    private final boolean page;
    private int lastLength;
    private long symbols;
    private boolean ended;

    private Growing(Kind kind, boolean raw, boolean page) {
      this.kind = kind;
      this.raw = raw;
      this.page = page;
    }

    static @Nullable Growing at(Segment obx) {
      if (!mayBegin(obx)) {
        return null;
      }
      String own = obx.at(5).text();
      // an RTF whose backslashes are not escaped is no text of HL7
      boolean raw = begin(own).startsWith("{\\rtf");
      String text = raw ? own : decoded(obx);
      Optional<Kind> kind = kind(text);
      if (kind.isEmpty()) {
        return null;
      }
      Growing document = new Growing(kind.get(), raw, isPage(kind.get(), text));
      document.add(obx, text);
      return document;
    }

    /** Almost every text is told from a document by its first character. */
    private static boolean mayBegin(Segment obx) {
      Slice field = obx.at(5);
      int at = field.from();
      while (at < field.to() && Character.isWhitespace(field.source().charAt(at))) {
        at++;
      }
      char first = at < field.to() ? field.source().charAt(at) : ' ';
      return BEGINS.indexOf(first) >= 0 || first == obx.encoding().escape();
    }

    private static String decoded(Segment obx) {
      return Escapes.decode(obx.at(5), obx.place(5), obx.encoding()).text();
    }

    private static String begin(String text) {
      return text.substring(0, Math.min(text.length(), 100)).replace("\ufeff", "").stripLeading();
    }

    private static Optional<Kind> kind(String text) {
      String begin = begin(text);
      if (begin.startsWith("{\\rtf")) {
        return Optional.of(Kind.RTF);
      } else if (begin.startsWith("%PDF-")) {
        return Optional.of(Kind.PDF);
      } else if (begin.startsWith("<")) {
        String all = text.stripLeading();
        boolean xml = XML.matcher(all).matches();
        boolean html = HTML.matcher(all).matches();
        return xml ? Optional.of(Kind.XML) : html ? Optional.of(Kind.HTML) : Optional.empty();
      }
      return isBase64(begin, text) ? Optional.of(Kind.BASE64) : Optional.empty();
    }

    private static boolean isBase64(String begin, String text) {
      if (BASE64_BEGINS.stream().noneMatch(begin::startsWith)) {
        return false;
      }
      String plain = withoutBlanks(text);
      return plain.length() >= SHORTEST_BASE64 && BASE64.matcher(plain).matches();
    }

    private static String withoutBlanks(String text) {
      return text.replaceAll("\\s", "");
    }

    boolean takes(Segment obx) {
      String next = raw ? obx.at(5).text() : decoded(obx);
      boolean more =
          switch (kind) {
            case RTF ->
                !ended || RTF_WORD.matcher(next).find() && !begin(next).startsWith("{\\rtf");
            case HTML, XML -> !ended && (page || obx.field(3).equals(parts.get(0).field(3)));
            case PDF -> !ended;
            case BASE64 ->
                !ended
                    && next.length() <= lastLength
                    && BASE64.matcher(withoutBlanks(next)).matches();
          };
      if (more) {
        add(obx, next);
      }
      return more;
    }

    /** Whether the text is a whole page, with an end that is yet to come. */
    private static boolean isPage(Kind kind, String text) {
      String begin = begin(text).toLowerCase(Locale.ROOT);
      return kind == Kind.XML || begin.startsWith("<html") || begin.startsWith("<!doctype");
    }

    private void add(Segment obx, String part) {
      parts.add(obx);
      pieces.add(part);
      text.append(part);
      lastLength = part.length();
      ended = ends(part);
    }

    private boolean ends(String part) {
      return switch (kind) {
        case RTF -> closes();
        case HTML -> part.toLowerCase(Locale.ROOT).contains("</html>");
        case XML -> part.contains("ClinicalDocument>");
        case PDF -> part.contains("%%EOF");
        case BASE64 -> endsBase64(part);
      };
    }

    /** Whether all groups of the RTF are closed. */
    private boolean closes() {
      while (scanned < text.length()) {
        char c = text.charAt(scanned);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        scanned += c == '\\' ? 2 : 1;
      }
      return depth <= 0;
    }

    /** Whether the data are padded, or their last bytes end a document. */
    private boolean endsBase64(String part) {
      symbols += withoutBlanks(part).length();
      if (part.strip().endsWith("=")) {
        return true;
      }
      String plain = withoutBlanks(text.substring(Math.max(0, text.length() - TAIL)));
      int over = (int) (symbols % 4);
      int skipped = Math.floorMod(plain.length() - over, 4);
      byte[] tail = Base64.getDecoder().decode(plain.substring(skipped, plain.length() - over));
      String end = new String(tail, StandardCharsets.ISO_8859_1).strip();
      return end.endsWith("%%EOF") || end.endsWith("</html>") || end.endsWith("ClinicalDocument>");
    }

    private boolean isLines() {
      return kind == Kind.HTML && !page;
    }

    /** Whether the sender cut the document at a fixed length; otherwise it sent its lines. */
    private boolean cutAnywhere() {
      int last = pieces.size() - 1;
      int length = pieces.get(0).length();
      return last > 1
          && pieces.get(last).length() <= length
          && pieces.subList(0, last).stream().allMatch(piece -> piece.length() == length);
    }

    Found found() {
      String all =
          String.join(cutAnywhere() ? "" : isLines() ? "<br>\n" : "\n", pieces)
              .replace("\ufeff", "")
              .stripLeading();
      byte[] data =
          switch (kind) {
            case RTF -> ascii(all).getBytes(StandardCharsets.US_ASCII);
            case HTML -> all.getBytes(StandardCharsets.UTF_8);
            // the characters are decoded already, whatever the declaration says
            case XML -> all.replaceFirst("^<\\?xml[^>]*\\?>", "").getBytes(StandardCharsets.UTF_8);
            case PDF -> all.getBytes(StandardCharsets.ISO_8859_1);
            case BASE64 -> decodedBase64(withoutBlanks(all));
          };
      return new Found(data, kind.type, List.copyOf(parts), isLines());
    }

    /** A last character that stands alone decodes to nothing. */
    private static byte[] decodedBase64(String text) {
      boolean alone = text.length() % 4 == 1;
      return Base64.getMimeDecoder().decode(alone ? text.substring(0, text.length() - 1) : text);
    }

    /** The RTF in ASCII: other characters are decoded already, whatever its code page is. */
    private static String ascii(String rtf) {
      StringBuilder all = new StringBuilder(rtf.length());
      for (int i = 0; i < rtf.length(); i++) {
        char c = rtf.charAt(i);
        if (c < 0x80) {
          all.append(c);
        } else {
          all.append("{\\uc0\\u").append((short) c).append(" }");
        }
      }
      return all.toString();
    }
  }
}
