package org.radiologytrust.ingest.document.rtf;

import com.rtfparserkit.rtf.Command;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Rgb;

/**
 * The formatting of a piece of RTF, as far as it decides whether a reader sees the text. Immutable.
 */
final class RtfFormat {
  static final RtfFormat PLAIN = new RtfFormat(Map.of());

  private enum Property {
    HIDDEN,
    DELETED,
    STRUCK,
    DOUBLY_STRUCK,
    SIZE,
    WIDTH,
    COLOR,
    HIGHLIGHT,
    BACK,
    FRONT,
    SHADING,
    PARAGRAPH_BACK,
    PARAGRAPH_FRONT,
    PARAGRAPH_SHADING,
    LINE,
    TABLE
  }

  /** Half-points. Text below three points is too small to be read. */
  private static final int SMALLEST = 6;

  /** Percent of the usual width. */
  private static final int NARROWEST = 10;

  /** Twips of an exact line height; a lower line cuts its letters off. */
  private static final int LOWEST = 60;

  /** Hundredths of a percent. From here on the colour of a pattern covers that below it. */
  private static final int COVERS = 5_000;

  private final Map<Property, Integer> values;

  private RtfFormat(Map<Property, Integer> values) {
    this.values = values;
  }

  /** The format after a command; the same if the command does not matter. */
  RtfFormat after(Command command, int parameter, boolean hasParameter) {
    int on = !hasParameter || parameter != 0 ? 1 : 0;
    return switch (command) {
      case plain -> without(Property.HIDDEN, Property.SHADING);
      case pard -> without(Property.PARAGRAPH_BACK, Property.TABLE);
      case v -> with(Property.HIDDEN, on);
      case deleted -> with(Property.DELETED, on);
      case strike -> with(Property.STRUCK, on);
      case striked -> with(Property.DOUBLY_STRUCK, on);
      case fs -> with(Property.SIZE, parameter);
      case charscalex -> with(Property.WIDTH, parameter == 0 ? 100 : parameter);
      case cf -> with(Property.COLOR, parameter);
      case highlight -> with(Property.HIGHLIGHT, parameter);
      case cb, chcbpat -> with(Property.BACK, parameter);
      case chcfpat -> with(Property.FRONT, parameter);
      case chshdng -> with(Property.SHADING, parameter);
      case cbpat -> with(Property.PARAGRAPH_BACK, parameter);
      case cfpat -> with(Property.PARAGRAPH_FRONT, parameter);
      case shading -> with(Property.PARAGRAPH_SHADING, parameter);
      case sl -> with(Property.LINE, parameter);
      case intbl -> with(Property.TABLE, 1);
      case itap -> with(Property.TABLE, parameter);
      default -> this;
    };
  }

  /** This format with all that another one sets. */
  RtfFormat and(RtfFormat other) {
    if (other.values.isEmpty()) {
      return this;
    }
    Map<Property, Integer> all = new EnumMap<>(Property.class);
    all.putAll(values);
    all.putAll(other.values);
    return new RtfFormat(all);
  }

  private RtfFormat with(Property property, int value) {
    Map<Property, Integer> all = new EnumMap<>(Property.class);
    all.putAll(values);
    all.put(property, value);
    return new RtfFormat(all);
  }

  private RtfFormat without(Property first, Property last) {
    if (Collections.disjoint(values.keySet(), EnumSet.range(first, last))) {
      return this;
    }
    Map<Property, Integer> all = new EnumMap<>(Property.class);
    all.putAll(values);
    all.keySet().removeAll(EnumSet.range(first, last));
    return new RtfFormat(all);
  }

  private int get(Property property, int absent) {
    return values.getOrDefault(property, absent);
  }

  /** How deep in tables the text stands; 0 outside of tables. */
  int tables() {
    return get(Property.TABLE, 0);
  }

  boolean deleted() {
    return get(Property.DELETED, 0) == 1;
  }

  boolean struck() {
    return get(Property.STRUCK, 0) + get(Property.DOUBLY_STRUCK, 0) > 0;
  }

  /** Whether the text is hidden, or too small to be read. */
  boolean invisible() {
    int line = get(Property.LINE, 0);
    return get(Property.HIDDEN, 0) == 1
        || get(Property.SIZE, SMALLEST) < SMALLEST
        || get(Property.WIDTH, NARROWEST) < NARROWEST
        || line < 0 && -line < LOWEST;
  }

  /** Whether the text is marked in black. */
  boolean markedBlack(RtfColors colors) {
    Rgb mark = colors.get(get(Property.HIGHLIGHT, 0));
    return mark != null && mark.looksLike(Rgb.BLACK);
  }

  /** The colour of the text; null if the program chooses one that can be read. */
  @Nullable Rgb color(RtfColors colors) {
    return colors.get(get(Property.COLOR, 0));
  }

  /** The colour behind the text; null if only the cell, the shape or the page has one. */
  @Nullable Rgb behind(RtfColors colors) {
    Rgb marked = colors.get(get(Property.HIGHLIGHT, 0));
    if (marked != null) {
      return marked;
    }
    Rgb own = shade(colors, Property.SHADING, Property.FRONT, Property.BACK);
    return own != null
        ? own
        : shade(
            colors, Property.PARAGRAPH_SHADING, Property.PARAGRAPH_FRONT, Property.PARAGRAPH_BACK);
  }

  private @Nullable Rgb shade(RtfColors colors, Property shade, Property front, Property back) {
    return colors.shaded(get(shade, 0) >= COVERS, get(front, 0), get(back, 0));
  }
}
