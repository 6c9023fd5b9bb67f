package org.radiologytrust.ingest.document.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/**
 * Counts the pictures, form fields and frames of an HTML. A picture that may hold words costs the
 * score; a small one, and one above the first text that is no higher than a letterhead, does not.
 */
final class HtmlPictures {
  /** Pixels: a logo or a signature. */
  private static final double SMALL_WIDTH = 300;

  private static final double SMALL_HEIGHT = 100;

  /** Pixels. */
  private static final double LETTERHEAD = 240;

  /** Bytes of a picture whose size nothing tells: no scan of words is as small. */
  private static final int SMALL_BYTES = 8_000;

  private static final Set<String> FRAMES = Set.of("iframe", "object", "embed", "applet", "frame");

  /** Input elements that hold no words of the report. */
  private static final Set<String> SILENT =
      Set.of("hidden", "button", "submit", "reset", "image", "file", "password", "color", "range");

  private final List<NotAudited> parts = new ArrayList<>();

  /**
   * Is told each element that can be seen.
   *
   * @param style its own values
   * @param first whether no text stands before it
   */
  void element(Element element, Map<String, String> style, boolean first) {
    String name = element.normalName();
    if (name.equals("img") || isDrawing(element) || isBehind(element, style)) {
      picture(element, style, first);
    } else if (FRAMES.contains(name) && leads(element)) {
      parts.add(new NotAudited("frame of an HTML", 1, Unit.ITEMS, true));
    } else if (isField(element)) {
      parts.add(new NotAudited("form field of an HTML", 1, Unit.ITEMS, true));
    }
  }

  private static boolean isDrawing(Element element) {
    return element.nameIs("svg") && element.selectFirst("image, path") != null;
  }

  /** Whether a large picture is its background: it may be a scan of words. */
  private static boolean isBehind(Element element, Map<String, String> style) {
    String back = style.getOrDefault("background", "") + style.getOrDefault("background-image", "");
    return back.contains("url")
        && length(element, style, "height").orElse(0) > SMALL_HEIGHT
        && length(element, style, "width").orElse(SMALL_WIDTH) > SMALL_HEIGHT;
  }

  private static boolean leads(Element frame) {
    return frame.hasAttr("src") || frame.hasAttr("srcdoc") || frame.hasAttr("data");
  }

  private static boolean isField(Element element) {
    return switch (element.normalName()) {
      case "textarea" -> !element.wholeText().isBlank();
      case "select" -> !element.select("option").isEmpty();
      case "input" -> {
        String type = element.attr("type").toLowerCase(Locale.ROOT);
        boolean ticked = type.equals("checkbox") || type.equals("radio");
        yield !SILENT.contains(type) && (ticked || !element.attr("value").isBlank());
      }
      default -> false;
    };
  }

  private void picture(Element image, Map<String, String> style, boolean first) {
    OptionalDouble width = length(image, style, "width");
    OptionalDouble height = length(image, style, "height");
    String source = image.attr("src");
    int comma = source.startsWith("data:") ? source.indexOf(',') : -1;
    long bytes = comma < 0 ? 0 : (source.length() - comma) * 3L / 4;
    boolean free;
    if (height.isPresent()) {
      boolean small =
          height.getAsDouble() <= SMALL_HEIGHT && width.orElse(SMALL_WIDTH) <= SMALL_WIDTH;
      free = small || first && height.getAsDouble() <= LETTERHEAD;
    } else {
      boolean narrow = width.isPresent() && width.getAsDouble() <= SMALL_HEIGHT;
      free = first || narrow || bytes > 0 && bytes <= SMALL_BYTES;
    }
    parts.add(
        new NotAudited(
            "picture of an HTML", bytes > 0 ? bytes : NotAudited.UNKNOWN, Unit.BYTES, !free));
  }

  /** A size in pixels; empty if nothing tells it, or only as a part of the page. */
  private static OptionalDouble length(Element image, Map<String, String> style, String property) {
    for (String value :
        List.of(
            style.getOrDefault(property, ""),
            style.getOrDefault("min-" + property, ""),
            image.attr(property))) {
      OptionalDouble length =
          value.contains("%") ? OptionalDouble.empty() : CssLengths.of(value, CssLengths.LETTERS);
      if (length.isPresent()) {
        return length;
      }
    }
    return OptionalDouble.empty();
  }

  List<NotAudited> list() {
    return parts;
  }
}
