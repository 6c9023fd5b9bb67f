package org.radiologytrust.ingest.document.pdf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.common.function.PDFunction;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.UnreadableException;

/**
 * Follows the colours of a page's graphics state. Colours are only compared with each other, so
 * colour profiles are not read: PDFBox would hand them to the platform's own library. A colour that
 * would need more than this is unknown.
 */
final class PageInks {
  /** A colour space refers to another one at most this often. */
  private static final int DEEPEST = 4;

  private record State(
      @Nullable Ink fill,
      @Nullable Ink stroke,
      COSBase fillSpace,
      COSBase strokeSpace,
      @Nullable COSName pattern) {
    static final State INITIAL =
        new State(Ink.BLACK, Ink.BLACK, COSName.DEVICEGRAY, COSName.DEVICEGRAY, null);

    State filled(@Nullable Ink ink, COSBase space, @Nullable COSName withPattern) {
      return new State(ink, stroke, space, strokeSpace, withPattern);
    }

    State stroked(@Nullable Ink ink, COSBase space) {
      return new State(fill, ink, fillSpace, space, pattern);
    }
  }

  private final Map<COSBase, PDFunction> functions = new IdentityHashMap<>();
  private State state = State.INITIAL;
  private Deque<State> saved = new ArrayDeque<>();

  /** The colour of what is filled; null if it is not known. */
  @Nullable Ink fill() {
    return state.fill;
  }

  /** The name of the pattern that fills; null if it is a colour. */
  @Nullable COSName pattern() {
    return state.pattern;
  }

  /** The colour of lines; null if it is not known. */
  @Nullable Ink stroke() {
    return state.stroke;
  }

  /** Follows the operator q. */
  void save() {
    saved.push(state);
  }

  /** Follows the operator Q. */
  void restore() {
    if (!saved.isEmpty()) {
      state = saved.pop();
    }
  }

  /** Begins contents of their own, such as a form's; returns how it ends. */
  Runnable enter() {
    State outer = state;
    Deque<State> outerSaved = saved;
    saved = new ArrayDeque<>();
    return () -> {
      state = outer;
      saved = outerSaved;
    };
  }

  /** Begins a page. */
  void reset() {
    state = State.INITIAL;
    saved = new ArrayDeque<>();
  }

  /**
   * Follows an operator.
   *
   * @param spaces the colour spaces that the resources name; null if they name none
   */
  void take(String operator, List<COSBase> operands, @Nullable COSDictionary spaces) {
    switch (operator) {
      case "g" -> fill(COSName.DEVICEGRAY, operands);
      case "rg" -> fill(COSName.DEVICERGB, operands);
      case "k" -> fill(COSName.DEVICECMYK, operands);
      case "G" -> stroke(COSName.DEVICEGRAY, operands);
      case "RG" -> stroke(COSName.DEVICERGB, operands);
      case "K" -> stroke(COSName.DEVICECMYK, operands);
      case "cs" -> {
        COSBase space = space(operands, spaces);
        state = state.filled(initial(space, 0), space, null);
      }
      case "CS" -> {
        COSBase space = space(operands, spaces);
        state = state.stroked(initial(space, 0), space);
      }
      case "sc", "scn" -> fill(state.fillSpace, operands);
      case "SC", "SCN" -> stroke(state.strokeSpace, operands);
      default -> {}
    }
  }

  private void fill(COSBase space, List<COSBase> operands) {
    COSBase last = operands.isEmpty() ? null : operands.get(operands.size() - 1);
    COSName pattern = last instanceof COSName name ? name : null;
    state = state.filled(ink(space, numbers(operands), 0), space, pattern);
  }

  private void stroke(COSBase space, List<COSBase> operands) {
    state = state.stroked(ink(space, numbers(operands), 0), space);
  }

  private static COSBase space(List<COSBase> operands, @Nullable COSDictionary spaces) {
    if (operands.isEmpty() || !(operands.get(0) instanceof COSName name)) {
      return COSName.PATTERN;
    }
    COSBase named = spaces == null ? null : spaces.getDictionaryObject(name);
    return named == null ? name : named;
  }

  private static float[] numbers(List<COSBase> operands) {
    float[] numbers = new float[operands.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(operands.get(i) instanceof COSNumber number)) {
        // the name of a pattern
        return new float[0];
      }
      numbers[i] = number.floatValue();
    }
    return numbers;
  }

  private static @Nullable Ink initial(COSBase space, int depth) {
    if (space instanceof COSArray array && depth < DEEPEST) {
      return switch (array.getName(0, "")) {
        case "Separation", "DeviceN", "Pattern" -> null;
        default -> Ink.BLACK;
      };
    }
    return COSName.PATTERN.equals(space) ? null : Ink.BLACK;
  }

  private @Nullable Ink ink(@Nullable COSBase space, float[] values, int depth) {
    if (depth > DEEPEST || values.length == 0) {
      return null;
    }
    if (space instanceof COSName name) {
      return switch (name.getName()) {
        case "DeviceGray", "CalGray", "G", "DeviceRGB", "CalRGB", "RGB", "DeviceCMYK", "CMYK" ->
            ofParts(values);
        default -> null;
      };
    }
    if (!(space instanceof COSArray array)) {
      return null;
    }
    return switch (array.getName(0, "")) {
      case "DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased" ->
          ofParts(values);
      case "Lab" -> ofLab(values);
      case "Indexed", "I" -> ofTable(array, values, depth);
      case "Separation", "DeviceN" -> ofTints(array, values, depth);
      default -> null;
    };
  }

  /** One part is grey, three are red, green and blue, four are the inks of a printer. */
  private static @Nullable Ink ofParts(float[] v) {
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.max(0, Math.min(1, v[i]));
    }
    return switch (v.length) {
      case 1 -> new Ink(v[0], v[0], v[0]);
      case 3 -> new Ink(v[0], v[1], v[2]);
      case 4 -> new Ink((1 - v[0]) * (1 - v[3]), (1 - v[1]) * (1 - v[3]), (1 - v[2]) * (1 - v[3]));
      default -> null;
    };
  }

  /** Lightness decides, and a strong hue is unlike any grey. */
  private static @Nullable Ink ofLab(float[] v) {
    if (v.length != 3) {
      return null;
    }
    float light = Math.max(0, Math.min(1, v[0] / 100));
    float hue = Math.min(light, (Math.abs(v[1]) + Math.abs(v[2])) / 200);
    return new Ink(light, light - hue, light);
  }

  private @Nullable Ink ofTable(COSArray space, float[] values, int depth) {
    byte[] table = new byte[0];
    if (space.getObject(3) instanceof COSString string) {
      table = string.getBytes();
    } else if (space.getObject(3) instanceof COSStream stream) {
      try (var in = stream.createInputStream()) {
        table = in.readNBytes(4 * 256);
      } catch (IOException e) {
        return null;
      }
    }
    COSBase base = space.getObject(1);
    int parts = parts(base);
    int at = (int) values[0] * parts;
    if (parts == 0 || at < 0 || at + parts > table.length) {
      return null;
    }
    float[] entry = new float[parts];
    for (int i = 0; i < parts; i++) {
      entry[i] = (table[at + i] & 0xff) / 255f;
    }
    return ink(base, entry, depth + 1);
  }

  /** How many values a colour has in one of the simple spaces; 0 for others. */
  private static int parts(@Nullable COSBase space) {
    String name = space instanceof COSName n ? n.getName() : "";
    if (space instanceof COSArray array) {
      name = array.getName(0, "");
      if (name.equals("ICCBased")) {
        return array.getObject(1) instanceof COSDictionary profile
            ? profile.getInt(COSName.N, 0)
            : 0;
      }
    }
    return switch (name) {
      case "DeviceGray", "CalGray", "G" -> 1;
      case "DeviceRGB", "CalRGB", "RGB" -> 3;
      case "DeviceCMYK", "CMYK" -> 4;
      default -> 0;
    };
  }

  private @Nullable Ink ofTints(COSArray space, float[] values, int depth) {
    COSBase transform = space.getObject(3);
    if (transform == null) {
      return null;
    }
    try {
      PDFunction function = functions.get(transform);
      if (function == null) {
        function = PDFunction.create(transform);
        functions.put(transform, function);
      }
      return ink(space.getObject(2), function.eval(values), depth + 1);
    } catch (IOException | RuntimeException e) {
      if (e instanceof UnreadableException) {
        throw (UnreadableException) e;
      }
      return null;
    }
  }
}
