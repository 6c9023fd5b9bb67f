package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
public final class TextDocuments {
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
  private static final Pattern CDA_END = Pattern.compile("</([\\w.-]++:)?ClinicalDocument\\s*+>");

  /** Characters with which a document begins. */
  private static final String BEGINS = "{<%\ufeff";

  /** Characters in which the mark of an end stands. */
  private static final int MARK = 100;

  /** By how much pieces may become shorter, since the numbers of their OBX become longer. */
  private static final int DRIFT = 10;

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
  public record Found(byte[] data, String type, List<Segment> parts, boolean inPlace) {
    /** Where the message has it. */
    public Slice slice() {
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
  public void find(List<Segment> texts) {
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
  public @Nullable Found of(Segment obx) {
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
    private final Base64Pieces base64 = new Base64Pieces();
    private boolean rtf;
    private int lastLength;
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

    /** Almost every text is told from a document by its first characters. */
    private static boolean mayBegin(Segment obx) {
      Slice field = obx.at(5);
      int at = field.from();
      while (at < field.to() && Character.isWhitespace(field.source().charAt(at))) {
        at++;
      }
      char first = at < field.to() ? field.source().charAt(at) : ' ';
      return BEGINS.indexOf(first) >= 0
          || first == obx.encoding().escape()
          || Base64Pieces.isAt(field.source(), at, field.to());
    }

    private static String decoded(Segment obx) {
      return Escapes.decode(obx.at(5), obx.place(5), obx.encoding()).text();
    }

    private static String begin(String text) {
      return text.substring(0, Math.min(text.length(), 100)).replace("\ufeff", "").stripLeading();
    }

    private static Optional<Kind> kind(String text) {
      Optional<Kind> plain = plainKind(text);
      boolean base64 = plain.isEmpty() && Base64Pieces.isAll(text);
      return base64 && plainKind(Base64Pieces.head(text)).isPresent()
          ? Optional.of(Kind.BASE64)
          : plain;
    }

    /** The kind of a document that is not in Base64. */
    private static Optional<Kind> plainKind(String text) {
      String begin = begin(text);
      if (begin.startsWith("{\\rtf")) {
        return Optional.of(Kind.RTF);
      } else if (begin.startsWith("%PDF-")) {
        return Optional.of(Kind.PDF);
      } else if (begin.startsWith("<")) {
        String all = text.replace("\ufeff", "").stripLeading();
        boolean xml = XML.matcher(all).matches();
        boolean html = HTML.matcher(all).matches();
        return xml ? Optional.of(Kind.XML) : html ? Optional.of(Kind.HTML) : Optional.empty();
      }
      return Optional.empty();
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
                    && next.strip().length() <= lastLength
                    && obx.field(3).equals(parts.get(0).field(3))
                    && Base64Pieces.goesOn(next);
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
      rtf |=
          parts.size() == 1
              && kind == Kind.BASE64
              && begin(Base64Pieces.head(part)).startsWith("{\\rtf");
      int length = part.strip().length();
      boolean shorter = parts.size() > 1 && length < lastLength - DRIFT;
      lastLength = length;
      String more = kind == Kind.BASE64 ? base64.add(part) : part;
      text.append(more);
      ended = kind == Kind.BASE64 ? shorter || endsBase64() : ends(more);
    }

    private boolean ends(String part) {
      // a mark may begin in the part before
      String end = text.substring(Math.max(0, text.length() - part.length() - MARK));
      return switch (kind) {
        case RTF -> closes("");
        case HTML -> end.toLowerCase(Locale.ROOT).contains("</html>");
        case XML -> CDA_END.matcher(end).find();
        default -> end.contains("%%EOF");
      };
    }

    /**
     * Whether all groups of an RTF are closed.
     *
     * @param tail its characters that may change when the next piece comes
     */
    private boolean closes(String tail) {
      while (scanned < text.length()) {
        char c = text.charAt(scanned);
        depth += brace(c);
        scanned += c == '\\' ? 2 : 1;
      }
      int open = depth;
      for (int i = scanned - text.length(); i < tail.length(); i++) {
        char c = tail.charAt(i);
        open += brace(c);
        i += c == '\\' ? 1 : 0;
      }
      return open <= 0;
    }

    private static int brace(char c) {
      return c == '{' ? 1 : c == '}' ? -1 : 0;
    }

    /** Whether the data are padded, or their last bytes end a document. */
    private boolean endsBase64() {
      String end =
          (text.substring(Math.max(0, text.length() - MARK)) + base64.tail())
              .replace("\0", "")
              .strip();
      return base64.isPadded()
          || rtf && closes(base64.tail())
          || end.endsWith("%%EOF")
          || end.toLowerCase(Locale.ROOT).endsWith("</html>")
          || end.endsWith("ClinicalDocument>") && CDA_END.matcher(end).find();
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
            case BASE64 -> (text + base64.tail()).getBytes(StandardCharsets.ISO_8859_1);
          };
      return new Found(data, kind.type, List.copyOf(parts), isLines());
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
