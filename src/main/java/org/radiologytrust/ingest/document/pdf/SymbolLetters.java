package org.radiologytrust.ingest.document.pdf;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.encoding.Encoding;
import org.apache.pdfbox.pdmodel.font.encoding.GlyphList;
import org.apache.pdfbox.pdmodel.font.encoding.SymbolEncoding;
import org.apache.pdfbox.pdmodel.font.encoding.ZapfDingbatsEncoding;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * The letters of the fonts Symbol, ZapfDingbats and Wingdings, whose codes mean other letters than
 * in a text font. Where a PDF does not contain such a font, PDFBox reads the codes by the font that
 * replaces it, so that ≥ becomes ³.
 */
final class SymbolLetters {
  private static final Pattern SYMBOL =
      Pattern.compile("([A-Z]{6}\\+)?(Symbol(MT|PS|Std|Neu)?|StandardSym[A-Za-z]*)([,-].*)?");

  private static final Pattern DINGBATS =
      Pattern.compile("([A-Z]{6}\\+)?(ITC)?(ZapfDingbats|Dingbats|D050000L)([A-Z]{2,3})?([,-].*)?");

  private static final Pattern WINGDINGS =
      Pattern.compile("([A-Z]{6}\\+)?Wingdings(-Regular)?([,-].*)?");

  /** Where Unicode's private area has the codes of such fonts. */
  private static final int PRIVATE = 0xf000;

  /** What reports use of Wingdings: bullets, boxes, ticks and arrows. */
  private static final Map<Integer, String> WINGDINGS_CODES =
      Map.ofEntries(
          Map.entry(0x6c, "●"),
          Map.entry(0x6d, "❍"),
          Map.entry(0x6e, "■"),
          Map.entry(0x6f, "□"),
          Map.entry(0x71, "❑"),
          Map.entry(0x72, "❒"),
          Map.entry(0x74, "⧫"),
          Map.entry(0x75, "◆"),
          Map.entry(0x76, "❖"),
          Map.entry(0x77, "⬥"),
          Map.entry(0x9e, "·"),
          Map.entry(0x9f, "•"),
          Map.entry(0xa0, " "),
          Map.entry(0xa1, "○"),
          Map.entry(0xa7, "▪"),
          Map.entry(0xa8, "◻"),
          Map.entry(0xd8, "➢"),
          Map.entry(0xdf, "←"),
          Map.entry(0xe0, "→"),
          Map.entry(0xe1, "↑"),
          Map.entry(0xe2, "↓"),
          Map.entry(0xe8, "➔"),
          Map.entry(0xf0, "⇨"),
          Map.entry(0xfb, "✗"),
          Map.entry(0xfc, "✓"),
          Map.entry(0xfd, "☒"),
          Map.entry(0xfe, "☑"));

  /** A font of symbols, or none. */
  private enum Symbols {
    SYMBOL,
    DINGBATS,
    WINGDINGS,
    NONE
  }

  private final Map<PDFont, Symbols> fonts = new IdentityHashMap<>();

  /**
   * The letter that a font of symbols shows.
   *
   * @param read what PDFBox reads; null if it reads nothing
   * @return null if the font is none of symbols, or names its letters itself
   */
  @Nullable String of(PDFont font, int code, @Nullable String read) {
    int own = read != null && read.length() == 1 ? read.charAt(0) : 0;
    boolean privately = own >= PRIVATE && own <= PRIVATE + 0xff;
    Symbols symbols = fonts.computeIfAbsent(font, SymbolLetters::symbols);
    if (!privately && (symbols == Symbols.NONE || namesItsLetters(font))) {
      return null;
    }
    int symbol = privately ? own - PRIVATE : code & 0xff;
    return switch (symbols) {
      case SYMBOL -> named(SymbolEncoding.INSTANCE, GlyphList.getAdobeGlyphList(), symbol);
      case DINGBATS -> named(ZapfDingbatsEncoding.INSTANCE, GlyphList.getZapfDingbats(), symbol);
      case WINGDINGS -> WINGDINGS_CODES.getOrDefault(symbol, "•");
      case NONE -> symbol == 0xb7 ? "•" : null;
    };
  }

  private static Symbols symbols(PDFont font) {
    String name = Texts.orEmpty(font.getName());
    if (SYMBOL.matcher(name).matches()) {
      return Symbols.SYMBOL;
    } else if (DINGBATS.matcher(name).matches()) {
      return Symbols.DINGBATS;
    }
    return WINGDINGS.matcher(name).matches() ? Symbols.WINGDINGS : Symbols.NONE;
  }

  private static boolean namesItsLetters(PDFont font) {
    COSDictionary encoding = font.getCOSObject().getCOSDictionary(COSName.ENCODING);
    return font.getCOSObject().containsKey(COSName.TO_UNICODE)
        || encoding != null && encoding.containsKey(COSName.DIFFERENCES);
  }

  private static @Nullable String named(Encoding encoding, GlyphList letters, int code) {
    return letters.toUnicode(encoding.getName(code));
  }
}
