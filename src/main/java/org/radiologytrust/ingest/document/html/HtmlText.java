package org.radiologytrust.ingest.document.html;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.ingest.document.UnseenText;
import org.radiologytrust.ingest.document.UnseenText.Look;
import org.radiologytrust.ingest.document.html.HtmlStyles.Medium;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/** Converts HTML to the lines of text that a browser shows, on screen and on paper. */
public final class HtmlText {
  private static final Set<String> CELLS = Set.of("td", "th");

  /** Elements whose text is a value, which is counted as a field. */
  private static final Set<String> FIELDS = Set.of("textarea", "select", "option", "optgroup");

  private final HtmlStyles styles;
  private final StringBuilder out = new StringBuilder();
  private final UnseenText unseen = new UnseenText(Format.HTML);
  private final HtmlPictures pictures = new HtmlPictures();
  private boolean anyText;

  /** The looks of the open elements, one for each way to show them. */
  private final Deque<List<HtmlLook>> looks = new ArrayDeque<>();

  private HtmlText(HtmlStyles styles) {
    this.styles = styles;
  }

  /**
   * A text.
   *
   * @param lines the text that is seen; blocks and {@code br} start new lines
   * @param notRead what else is in the HTML
   */
  public record Shown(String lines, List<NotAudited> notRead) {}

  /**
   * Reads an HTML.
   *
   * @throws UnreadableException if its styles are more than any report has, or time runs out
   */
  public static Shown read(String html, Deadline deadline) {
    org.jsoup.nodes.Document document = Jsoup.parse(html);
    HtmlText text = new HtmlText(HtmlStyles.of(document, deadline));
    Element root = document.body().parent();
    text.looks.push(text.ways(List.of(), root, text.onScreen(root)));
    document.body().traverse(text.visitor());
    List<NotAudited> notRead = new ArrayList<>(text.unseen.list());
    notRead.addAll(text.pictures.list());
    int generated = text.styles.generated();
    if (generated > 0) {
      notRead.add(new NotAudited("text in a style sheet of an HTML", generated, Unit.ITEMS, true));
    }
    return new Shown(
        text.out.toString().lines().map(String::strip).collect(Collectors.joining("\n")).strip(),
        NotAudited.merged(notRead));
  }

  /** The looks of an element: on screen, on paper, and with the rules that may hold or not. */
  private List<HtmlLook> ways(
      List<HtmlLook> around, Element element, Map<String, String> onScreen) {
    List<HtmlLook> ways = new ArrayList<>();
    for (int way = 0; way < 3; way++) {
      if (way == 1 && !styles.perMedium() || way == 2 && !styles.unsure()) {
        ways.add(ways.get(0));
        continue;
      }
      Medium medium = way == 1 ? Medium.PRINT : Medium.SCREEN;
      HtmlLook outer = around.isEmpty() ? HtmlLook.PLAIN : around.get(way);
      ways.add(outer.in(element, way == 0 ? onScreen : styles.of(element, medium, way == 2)));
    }
    return ways;
  }

  private Map<String, String> onScreen(Element element) {
    return styles.of(element, Medium.SCREEN, false);
  }

  private NodeVisitor visitor() {
    return new NodeVisitor() {
      @Override
      public void head(Node node, int depth) {
        if (node instanceof TextNode text) {
          text(text);
        } else if (node instanceof Element element) {
          begin(element);
        }
      }

      @Override
      public void tail(Node node, int depth) {
        if (node instanceof Element element) {
          looks.pop();
          if (isLine(element)) {
            line();
          }
        }
      }
    };
  }

  private void begin(Element element) {
    Map<String, String> style = onScreen(element);
    looks.push(ways(looks.peek(), element, style));
    if (element.nameIs("br")) {
      out.append('\n');
    } else if (CELLS.contains(element.normalName())) {
      out.append(' ');
    } else if (isLine(element)) {
      line();
    }
    HtmlLook look = looks.peek().get(0);
    boolean seen = !look.gone() && !look.hidden();
    if (seen) {
      pictures.element(element, style, !anyText);
    }
  }

  private static boolean isLine(Element element) {
    return element.isBlock() && !CELLS.contains(element.normalName());
  }

  private void text(TextNode node) {
    Element around = node.parent();
    boolean pre = around != null && around.closest("pre") != null;
    String text = node.getWholeText();
    if (!pre) {
      text = text.replaceAll("[ \\t\\r\\n\\f\\u00a0]+", " ");
    }
    Look look = look();
    if (look != Look.SEEN) {
      unseen.add(look, text);
      if (look == Look.STRUCK && !atLineStart()) {
        out.append(' ');
      }
    } else if (around == null || !FIELDS.contains(around.normalName())) {
      if (pre || !text.equals(" ") || !atLineStart()) {
        out.append(text);
        anyText |= !text.isBlank();
      }
    }
  }

  private Look look() {
    List<HtmlLook> ways = looks.peek();
    Look first = ways.get(0).look();
    return ways.stream().allMatch(way -> way.look() == first) ? first : Look.DOUBTFUL;
  }

  private boolean atLineStart() {
    return out.length() == 0 || out.charAt(out.length() - 1) == '\n';
  }

  private void line() {
    if (!atLineStart()) {
      out.append('\n');
    }
  }
}
