package org.radiologytrust.ingest.document;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads colours as CSS and old attributes of HTML write them. */
final class CssColors {
  /** Names of colours that are close to white or black, or in common use. */
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("white", 0xffffff),
          Map.entry("snow", 0xfffafa),
          Map.entry("ghostwhite", 0xf8f8ff),
          Map.entry("whitesmoke", 0xf5f5f5),
          Map.entry("floralwhite", 0xfffaf0),
          Map.entry("ivory", 0xfffff0),
          Map.entry("azure", 0xf0ffff),
          Map.entry("mintcream", 0xf5fffa),
          Map.entry("aliceblue", 0xf0f8ff),
          Map.entry("honeydew", 0xf0fff0),
          Map.entry("seashell", 0xfff5ee),
          Map.entry("oldlace", 0xfdf5e6),
          Map.entry("linen", 0xfaf0e6),
          Map.entry("lavenderblush", 0xfff0f5),
          Map.entry("lavender", 0xe6e6fa),
          Map.entry("beige", 0xf5f5dc),
          Map.entry("lightyellow", 0xffffe0),
          Map.entry("lightcyan", 0xe0ffff),
          Map.entry("cornsilk", 0xfff8dc),
          Map.entry("gainsboro", 0xdcdcdc),
          Map.entry("lightgray", 0xd3d3d3),
          Map.entry("lightgrey", 0xd3d3d3),
          Map.entry("silver", 0xc0c0c0),
          Map.entry("gray", 0x808080),
          Map.entry("grey", 0x808080),
          Map.entry("black", 0x000000),
          Map.entry("red", 0xff0000),
          Map.entry("maroon", 0x800000),
          Map.entry("yellow", 0xffff00),
          Map.entry("olive", 0x808000),
          Map.entry("lime", 0x00ff00),
          Map.entry("green", 0x008000),
          Map.entry("aqua", 0x00ffff),
          Map.entry("cyan", 0x00ffff),
          Map.entry("teal", 0x008080),
          Map.entry("blue", 0x0000ff),
          Map.entry("navy", 0x000080),
          Map.entry("darkblue", 0x00008b),
          Map.entry("midnightblue", 0x191970),
          Map.entry("steelblue", 0x4682b4),
          Map.entry("fuchsia", 0xff00ff),
          Map.entry("magenta", 0xff00ff),
          Map.entry("purple", 0x800080),
          Map.entry("orange", 0xffa500),
          Map.entry("darkgray", 0xa9a9a9),
          Map.entry("darkgrey", 0xa9a9a9),
          Map.entry("dimgray", 0x696969),
          Map.entry("dimgrey", 0x696969));

  private static final Pattern HEX = Pattern.compile("#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})");
  private static final Pattern FUNCTION = Pattern.compile("(rgb|hsl)a?\\(([^()]*)\\)");

  private CssColors() {}

  /**
   * A colour with its opacity.
   *
   * @param opacity from 0 to 1
   */
  record Color(Rgb rgb, double opacity) {
    /** Whether nothing is seen of it. */
    boolean transparent() {
      return opacity < 0.1;
    }
  }

  /** A colour; empty if the value is none, or is not known. */
  static Optional<Color> of(String value) {
    String text = value.strip().toLowerCase(Locale.ROOT);
    if (text.equals("transparent")) {
      return Optional.of(new Color(Rgb.WHITE, 0));
    }
    if (NAMES.containsKey(text)) {
      return Optional.of(new Color(rgb(NAMES.get(text)), 1));
    }
    Matcher hex = HEX.matcher(text);
    if (hex.matches()) {
      return Optional.of(hex(hex.group(1)));
    }
    Matcher function = FUNCTION.matcher(text);
    return function.matches()
        ? function(function.group(1), function.group(2).strip())
        : Optional.empty();
  }

  private static Rgb rgb(int value) {
    return new Rgb(value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff);
  }

  private static Color hex(String digits) {
    StringBuilder all = new StringBuilder();
    for (char c : digits.toCharArray()) {
      all.append(c).append(digits.length() < 6 ? String.valueOf(c) : "");
    }
    int rgb = Integer.parseInt(all.substring(0, 6), 16);
    double opacity = all.length() > 6 ? Integer.parseInt(all.substring(6), 16) / 255.0 : 1;
    return new Color(rgb(rgb), opacity);
  }

  private static Optional<Color> function(String name, String arguments) {
    String[] parts = arguments.split("[\\s,/]+");
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      double opacity = parts.length > 3 ? number(parts[3], 1) : 1;
      if (name.equals("rgb")) {
        return Optional.of(
            new Color(new Rgb(part(parts[0]), part(parts[1]), part(parts[2])), opacity));
      }
      double hue = Double.parseDouble(parts[0].replaceAll("deg$", ""));
      return Optional.of(new Color(hsl(hue, number(parts[1], 1), number(parts[2], 1)), opacity));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int part(String value) {
    return (int) Math.max(0, Math.min(255, Math.round(number(value, 255))));
  }

  private static double number(String value, double whole) {
    return value.endsWith("%")
        ? Double.parseDouble(value.substring(0, value.length() - 1)) / 100 * whole
        : Double.parseDouble(value);
  }

  private static Rgb hsl(double hue, double saturation, double lightness) {
    double reach = saturation * Math.min(lightness, 1 - lightness);
    int[] parts = new int[3];
    double[] offsets = {0, 8, 4};
    for (int i = 0; i < parts.length; i++) {
      double k = ((offsets[i] + hue / 30) % 12 + 12) % 12;
      double value = lightness - reach * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
      parts[i] = (int) Math.max(0, Math.min(255, Math.round(value * 255)));
    }
    return new Rgb(parts[0], parts[1], parts[2]);
  }
}
