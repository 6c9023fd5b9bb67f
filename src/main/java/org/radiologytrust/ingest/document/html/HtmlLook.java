package org.radiologytrust.ingest.document.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Rgb;
import org.radiologytrust.ingest.document.UnseenText.Look;

/**
 * How the text of an element looks.
 *
 * @param gone whether neither it nor anything in it can be seen
 * @param doubtful whether it cannot be decided, or programs differ
 * @param hidden by {@code visibility}, which inner elements can undo
 * @param opacity product of those around it
 * @param letters size of the letters in pixels
 * @param color of the letters
 * @param back colour behind them
 * @param pictured whether a picture may be behind them
 */
record HtmlLook(
    boolean gone,
    boolean doubtful,
    boolean hidden,
    boolean struck,
    double opacity,
    double letters,
    CssColors.Color color,
    Rgb back,
    boolean pictured) {
  /** The look of text without any style: black on white. */
  static final HtmlLook PLAIN =
      new HtmlLook(
          false,
          false,
          false,
          false,
          1,
          CssLengths.LETTERS,
          new CssColors.Color(Rgb.BLACK, 1),
          Rgb.WHITE,
          false);

  /** Pixels. Letters below three points cannot be read. */
  private static final double SMALLEST = 4;

  private static final double FAINTEST = 0.1;

  /** Pixels to the side or upwards at which nothing of a text is on the page. */
  private static final double OFF_PAGE = -200;

  private static final Set<String> NEVER_SHOWN =
      Set.of(
          "script",
          "style",
          "template",
          "title",
          "head",
          "datalist",
          "area",
          "param",
          "source",
          "track",
          "meta",
          "link",
          "base",
          "rp");

  /** What some programs show and others do not, or only when a reader asks for it. */
  private static final Set<String> SOMETIMES_SHOWN =
      Set.of(
          "noscript",
          "object",
          "iframe",
          "embed",
          "svg",
          "canvas",
          "audio",
          "video",
          "noframes",
          "noembed",
          "applet",
          "marquee",
          "map");

  /** Properties whose value must be known. */
  private static final List<String> COMPUTED =
      List.of(
          "display",
          "visibility",
          "opacity",
          "font-size",
          "font",
          "color",
          "background",
          "background-color");

  /** Values that say what another one says, so that a property has no value of its own. */
  private static final Set<String> NO_VALUE = Set.of("", "unset", "revert", "revert-layer");

  /** Fonts that have a size of their own. */
  private static final Set<String> SYSTEM_FONTS =
      Set.of("caption", "icon", "menu", "message-box", "small-caption", "status-bar");

  /** Words of a background that are no colour. */
  private static final Set<String> NO_COLOR =
      Set.of(
          "none",
          "initial",
          "repeat",
          "no-repeat",
          "repeat-x",
          "repeat-y",
          "space",
          "round",
          "left",
          "right",
          "center",
          "top",
          "bottom",
          "auto",
          "cover",
          "contain",
          "scroll",
          "fixed",
          "local",
          "border-box",
          "padding-box",
          "content-box");

  private static final Set<String> STRUCK = Set.of("s", "strike", "del");

  /** The look of the text. */
  Look look() {
    if (gone || hidden || opacity < FAINTEST || letters < SMALLEST || color.transparent()) {
      return Look.INVISIBLE;
    }
    if (doubtful) {
      return Look.DOUBTFUL;
    }
    if (color.rgb().looksLike(back)) {
      return pictured ? Look.DOUBTFUL : Look.INVISIBLE;
    }
    return struck ? Look.STRUCK : Look.SEEN;
  }

  /**
   * The look of an element in this one.
   *
   * @param style its own values
   */
  HtmlLook in(Element element, Map<String, String> style) {
    Values values = new Values(style);
    String name = element.normalName();
    double size = letters(values);
    boolean opener = element.nameIs("summary") && isClosed(element.parent());
    boolean reversed =
        element.nameIs("bdo") && element.attr("dir").equalsIgnoreCase("rtl")
            || values.is("unicode-bidi", "bidi-override") && values.is("direction", "rtl");
    return new HtmlLook(
        gone
            || NEVER_SHOWN.contains(name)
            || element.nameIs("dialog") && !element.hasAttr("open")
            || values.is("display", "none")
            || values.is("content-visibility", "hidden")
            || outOfSight(element, values, size),
        doubtful && !opener
            || SOMETIMES_SHOWN.contains(name)
            || isClosed(element)
            || reversed
            || unread(values)
            || values.has("filter")
            || values.has("mask")
            || values.has("mask-image")
            || values.has("mix-blend-mode")
            || values.unknown(COMPUTED),
        visibility(values),
        struck(element, values),
        opacity * opacity(values),
        size,
        color(values),
        back(values),
        pictured(values));
  }

  private static boolean isClosed(@Nullable Element element) {
    return element != null && element.nameIs("details") && !element.hasAttr("open");
  }

  private boolean visibility(Values values) {
    return switch (values.get("visibility")) {
      case "hidden", "collapse" -> true;
      case "visible", "initial" -> false;
      default -> hidden;
    };
  }

  private boolean struck(Element element, Values values) {
    String line = values.get("text-decoration") + " " + values.get("text-decoration-line");
    return struck
        || (line.isBlank() ? STRUCK.contains(element.normalName()) : line.contains("through"));
  }

  /** Whether it has a size, a colour or a place that is not understood. */
  private boolean unread(Values values) {
    String back = values.get("background-color");
    return !NO_VALUE.contains(values.get("opacity"))
            && !values.is("opacity", "initial")
            && opacityOf(values).isEmpty()
        || !isKnownSize(values)
        || !isKnownColor(values.get("color"))
        || !isKnownColor(values.get("-webkit-text-fill-color"))
        || !NO_VALUE.contains(back)
            && !Set.of("inherit", "initial", "none").contains(back)
            && CssColors.of(back).isEmpty()
        || words(values.get("background")).stream().anyMatch(word -> !isKnownBack(word))
        || isPlaced(values)
            && Stream.of("left", "top", "right", "bottom").anyMatch(values::isComputed)
        || Stream.of("text-indent", "margin-left", "margin-top").anyMatch(values::isComputed);
  }

  private boolean isKnownSize(Values values) {
    String size = values.get("font-size");
    if (!NO_VALUE.contains(size)) {
      return size.equals("inherit") || CssLengths.ofLetters(size, letters).isPresent();
    }
    String font = values.get("font");
    return NO_VALUE.contains(font)
        || Set.of("inherit", "initial").contains(font)
        || SYSTEM_FONTS.contains(font)
        || sizeOfFont(font).isPresent();
  }

  private static boolean isKnownColor(String value) {
    return NO_VALUE.contains(value)
        || Set.of("inherit", "initial", "currentcolor").contains(value)
        || CssColors.of(value).isPresent();
  }

  private static boolean isKnownBack(String word) {
    return NO_VALUE.contains(word)
        || word.equals("inherit")
        || NO_COLOR.contains(word)
        || word.startsWith("url(")
        || word.contains("gradient(")
        || CssColors.of(word).isPresent()
        || CssLengths.of(word, 1).isPresent();
  }

  private static OptionalDouble opacityOf(Values values) {
    String value = values.get("opacity");
    return CssLengths.of(value, value.endsWith("%") ? 1 : 0);
  }

  private static double opacity(Values values) {
    return Math.max(0, Math.min(1, opacityOf(values).orElse(1)));
  }

  private double letters(Values values) {
    OptionalDouble size = CssLengths.ofLetters(values.get("font-size"), letters);
    return size.isPresent() ? size.getAsDouble() : sizeOfFont(values.get("font")).orElse(letters);
  }

  private OptionalDouble sizeOfFont(String font) {
    for (String word : words(font)) {
      boolean weight = word.matches("[1-9]\\d{0,3}");
      OptionalDouble found = CssLengths.ofLetters(word, letters);
      if (found.isPresent() && !weight) {
        return found;
      }
    }
    return OptionalDouble.empty();
  }

  private CssColors.Color color(Values values) {
    String fill = values.get("-webkit-text-fill-color");
    String value = CssColors.of(fill).isPresent() ? fill : values.get("color");
    return value.equals("initial") ? PLAIN.color : CssColors.of(value).orElse(color);
  }

  private Rgb back(Values values) {
    Optional<CssColors.Color> own = CssColors.of(values.get("background-color"));
    if (own.isEmpty()) {
      for (String word : words(values.get("background"))) {
        own = own.isPresent() ? own : CssColors.of(word);
      }
    }
    return own.filter(c -> c.opacity() > 0.5).map(CssColors.Color::rgb).orElse(back);
  }

  /** The words of a value. A function with its arguments is one word. */
  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      char c = i < value.length() ? value.charAt(i) : ' ';
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (i == value.length() || depth <= 0 && " \t\r\n\f,/".indexOf(c) >= 0) {
        if (i > start) {
          words.add(value.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private boolean pictured(Values values) {
    String image = values.get("background-image") + values.get("background");
    boolean plain =
        CssColors.of(values.get("background-color")).filter(c -> c.opacity() > 0.5).isPresent();
    return image.contains("url") || image.contains("gradient") || pictured && !plain;
  }

  private static boolean isPlaced(Values values) {
    return Set.of("absolute", "fixed", "relative", "sticky").contains(values.get("position"));
  }

  private static boolean outOfSight(Element element, Values values, double size) {
    boolean off =
        isPlaced(values)
            && (values.below("left", OFF_PAGE, size)
                || values.below("top", OFF_PAGE, size)
                || values.below("right", OFF_PAGE, size)
                || values.below("bottom", OFF_PAGE, size));
    // a cell is as large as its words
    boolean cut =
        !element.nameIs("td")
            && !element.nameIs("th")
            && (values.below("height", 2, size)
                || values.below("width", 2, size)
                || values.below("max-height", 2, size))
            && (values.get("overflow") + values.get("overflow-y") + values.get("overflow-x"))
                .matches("(hidden|clip|scroll|auto).*");
    String clip = values.get("clip").replaceAll("\\s*,\\s*|\\s+", " ");
    boolean clipped =
        clip.matches("rect\\(\\s*[01](px)?( [01](px)?){3}\\s*\\)")
            || values
                .get("clip-path")
                .matches("inset\\((50|[6-9]\\d|100)%.*|circle\\(0.*|polygon\\(0 0.*0 0\\)");
    String transform = values.get("transform");
    boolean shrunk =
        transform.matches(".*scale[xy]?\\(\\s*0(\\.0\\d*)?\\s*[,)].*")
            || transform.matches(".*translate[xy]?\\(\\s*-\\d{4,}.*");
    return off
        || cut
        || clipped
        || shrunk
        || values.below("text-indent", OFF_PAGE, size)
        || values.below("margin-left", OFF_PAGE, size)
        || values.below("margin-top", OFF_PAGE * 5, size);
  }

  /** The values of an element. */
  private record Values(Map<String, String> all) {
    String get(String property) {
      return all.getOrDefault(property, "").strip().toLowerCase(Locale.ROOT);
    }

    boolean is(String property, String value) {
      return get(property).equals(value);
    }

    boolean has(String property) {
      String value = get(property);
      return !value.isEmpty() && !Set.of("none", "normal", "initial", "unset").contains(value);
    }

    boolean below(String property, double pixels, double letters) {
      OptionalDouble length =
          get(property).endsWith("%") && pixels > 0
              ? CssLengths.of(get(property), 100)
              : CssLengths.of(get(property), letters);
      return length.isPresent() && length.getAsDouble() < pixels;
    }

    /** Whether a length is computed where it is shown, as {@code calc(1px)} and {@code 1vw} are. */
    boolean isComputed(String property) {
      String value = get(property);
      return !value.matches("[a-z-]*") && CssLengths.of(value, 1).isEmpty();
    }

    /** Whether one of the values is computed where it is shown, or is not looked at. */
    boolean unknown(List<String> properties) {
      if (all.containsValue(HtmlStyles.UNKNOWN)) {
        return true;
      }
      for (String property : properties) {
        String value = get(property);
        if (value.contains("var(")) {
          return true;
        }
      }
      return false;
    }
  }
}
