package org.radiologytrust.ingest.document;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Converts HTML to the lines of text that a browser shows. */
public final class HtmlText {
  private static final Set<String> CELLS = Set.of("td", "th");

  private HtmlText() {}

  /** Converts HTML. Blocks and {@code br} start new lines; invisible elements are left out. */
  public static String of(String html) {
    Element body = Jsoup.parse(html).body();
    body.select("script, style, noscript, template, title, object, iframe, [hidden]").remove();
    body.select("[style]").stream().filter(HtmlText::invisible).toList().forEach(Node::remove);
    StringBuilder out = new StringBuilder();
    body.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
              append(out, text);
            } else if (node instanceof Element element) {
              begin(out, element);
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element && isLine(element)) {
              line(out);
            }
          }
        });
    return out.toString().lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  private static boolean invisible(Element element) {
    String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
    return style.contains("display:none") || style.contains("visibility:hidden");
  }

  private static void begin(StringBuilder out, Element element) {
    if (element.nameIs("br")) {
      out.append('\n');
    } else if (CELLS.contains(element.normalName())) {
      out.append(' ');
    } else if (isLine(element)) {
      line(out);
    }
  }

  private static boolean isLine(Element element) {
    return element.isBlock() && !CELLS.contains(element.normalName());
  }

  private static void append(StringBuilder out, TextNode node) {
    boolean pre = node.parent() != null && node.parent().closest("pre") != null;
    String text = node.getWholeText();
    if (!pre) {
      text = text.replaceAll("[ \\t\\r\\n\\f\\u00a0]+", " ");
    }
    if (pre || !text.equals(" ") || !atLineStart(out)) {
      out.append(text);
    }
  }

  private static boolean atLineStart(StringBuilder out) {
    return out.length() == 0 || out.charAt(out.length() - 1) == '\n';
  }

  private static void line(StringBuilder out) {
    if (!atLineStart(out)) {
      out.append('\n');
    }
  }
}
