package org.radiologytrust.ingest.document.cda;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.ingest.document.cda.CdaStyles.Look;
import org.radiologytrust.model.NotAudited;

/**
 * Collects the text of the narratives of a CDA, as its lines stand on the page. What is hidden,
 * deleted or struck out is counted and left out.
 */
final class CdaNarrative {
  /** Elements that stand on lines of their own. */
  private static final Set<String> BLOCKS =
      Set.of("text", "paragraph", "list", "item", "table", "tr", "caption", "footnote", "title");

  private final CdaStyles styles;
  private final int maxText;
  private final StringBuilder block = new StringBuilder();
  private final StringBuilder sheets = new StringBuilder();
  private final Map<Look, Integer> leftOut = new EnumMap<>(Look.class);
  private int pictures;
  private boolean said;

  /** Open elements; 0 outside of a narrative. */
  private int depth;

  /** The depth at which text began to be left out; 0 if it is shown. */
  private int outer;

  private Look look = Look.SHOWN;
  private boolean inSheet;

  /**
   * @param maxText most characters
   */
  CdaNarrative(CdaStyles styles, int maxText) {
    this.styles = styles;
    this.maxText = maxText;
  }

  /**
   * The text of an element.
   *
   * @param said whether it has anything for a reader: text, also if it is hidden, or a picture
   */
  record Text(String shown, boolean said) {}

  boolean isOpen() {
    return depth > 0;
  }

  /** The style sheets in all narratives so far. */
  String sheets() {
    return sheets.toString();
  }

  /** What was left out so far. */
  List<NotAudited> notRead() {
    List<NotAudited> notRead = new ArrayList<>();
    if (pictures > 0) {
      notRead.add(NotAudited.other("picture of a CDA", pictures, NotAudited.Unit.ITEMS));
    }
    leftOut.forEach(
        (how, size) -> notRead.add(NotAudited.other(name(how), size, NotAudited.Unit.CHARACTERS)));
    return notRead;
  }

  private static String name(Look look) {
    return switch (look) {
      case HIDDEN -> "invisible text of a CDA";
      case STRUCK -> "struck-out text of a CDA";
      default -> "deleted text of a CDA";
    };
  }

  /** Begins a narrative, or an element in it. */
  void start(String name, XMLStreamReader reader) {
    depth++;
    inSheet = name.equals("style");
    if (outer > 0) {
      return;
    }
    look = styles.of(name, reader);
    if (look != Look.SHOWN) {
      outer = depth;
    } else if (name.equals("renderMultiMedia")) {
      pictures++;
      said = true;
    } else if (name.equals("br")) {
      block.append('\n');
    } else if (name.equals("td") || name.equals("th")) {
      block.append(atLineStart() ? "" : " ");
    } else if (BLOCKS.contains(name) && !atLineStart()) {
      block.append('\n');
    }
  }

  void characters(String text) {
    if (inSheet) {
      sheets.append(text);
    } else if (outer > 0) {
      int size = (int) text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
      if (size > 0) {
        leftOut.merge(look, size, Integer::sum);
        said = true;
      }
    } else {
      String plain = text.replaceAll("[ \\t\\r\\n\\f\\u00a0]+", " ");
      boolean blank = !block.isEmpty() && block.charAt(block.length() - 1) == ' ';
      block.append((atLineStart() || blank) && plain.startsWith(" ") ? plain.substring(1) : plain);
    }
    if (block.length() > 2L * maxText || sheets.length() > maxText) {
      throw new UnreadableException(Reason.TOO_MUCH_TEXT);
    }
  }

  /** Ends an element. Returns the text of the narrative if it ends too. */
  Optional<Text> end(String name) {
    inSheet = false;
    outer = outer == depth ? 0 : outer;
    depth--;
    if (outer == 0 && BLOCKS.contains(name) && !atLineStart()) {
      block.append('\n');
    }
    if (depth > 0) {
      return Optional.empty();
    }
    String shown = block.toString();
    Text text = new Text(shown, said || !shown.isBlank());
    block.setLength(0);
    said = false;
    return Optional.of(text);
  }

  private boolean atLineStart() {
    return block.isEmpty() || block.charAt(block.length() - 1) == '\n';
  }
}
