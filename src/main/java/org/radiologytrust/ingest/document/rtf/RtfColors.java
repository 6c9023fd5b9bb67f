package org.radiologytrust.ingest.document.rtf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Rgb;

/** The table of colours of an RTF. */
final class RtfColors {
  private final List<@Nullable Rgb> colors = new ArrayList<>();
  private int red;
  private int green;
  private int blue;
  private boolean named;

  /** Starts the table; a document within another one has a table of its own. */
  void begin() {
    colors.clear();
    named = false;
  }

  void red(int value) {
    red = value;
    named = true;
  }

  void green(int value) {
    green = value;
    named = true;
  }

  void blue(int value) {
    blue = value;
    named = true;
  }

  /** Ends an entry; one without values is the program's choice. */
  void end() {
    colors.add(named ? new Rgb(red, green, blue) : null);
    red = 0;
    green = 0;
    blue = 0;
    named = false;
  }

  /** A colour by its number; null if the program chooses it. */
  @Nullable Rgb get(int number) {
    return number > 0 && number < colors.size() ? colors.get(number) : null;
  }

  /**
   * The colour of a shaded area; null if it has none.
   *
   * @param covered whether the pattern covers the colour below it
   * @param front number of the pattern's colour; 0 is black
   * @param back number of the colour below it
   */
  @Nullable Rgb shaded(boolean covered, int front, int back) {
    if (!covered) {
      return get(back);
    }
    Rgb pattern = get(front);
    return pattern == null ? Rgb.BLACK : pattern;
  }
}
