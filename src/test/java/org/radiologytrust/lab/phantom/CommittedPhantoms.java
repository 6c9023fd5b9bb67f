package org.radiologytrust.lab.phantom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;

/** The phantoms of {@code model/small/phantoms}: nothing, each finding alone, and some together. */
final class CommittedPhantoms {
  static final Path FOLDER = Path.of("model", "small", "phantoms");

  private static final int WIDTH = 224;
  private static final int HEIGHT = WIDTH * Phantom.HEIGHT / Phantom.WIDTH;
  private static final double SIZE = 0.6;

  /** The first one's seed, of the set that nothing trains on. */
  private static final long FIRST = PhantomSet.first(PhantomSet.HELD_OUT) + 1000;

  private static final Abnormality LEFT_EFFUSION = of(Kind.PLEURAL_EFFUSION, Side.LEFT);
  private static final Abnormality RIGHT_EFFUSION = of(Kind.PLEURAL_EFFUSION, Side.RIGHT);
  private static final Abnormality LEFT_OPACITY = of(Kind.OPACITY, Side.LEFT);
  private static final Abnormality RIGHT_OPACITY = of(Kind.OPACITY, Side.RIGHT);
  private static final Abnormality LEFT_PNEUMOTHORAX = of(Kind.PNEUMOTHORAX, Side.LEFT);
  private static final Abnormality RIGHT_PNEUMOTHORAX = of(Kind.PNEUMOTHORAX, Side.RIGHT);
  private static final Abnormality WIDE_HEART = of(Kind.CARDIOMEGALY, Side.LEFT);

  private static final List<List<Abnormality>> SHOWN =
      List.of(
          List.of(),
          List.of(LEFT_EFFUSION),
          List.of(RIGHT_EFFUSION),
          List.of(LEFT_OPACITY),
          List.of(RIGHT_OPACITY),
          List.of(LEFT_PNEUMOTHORAX),
          List.of(RIGHT_PNEUMOTHORAX),
          List.of(WIDE_HEART),
          List.of(LEFT_EFFUSION, WIDE_HEART),
          List.of(RIGHT_OPACITY, LEFT_PNEUMOTHORAX),
          List.of(LEFT_EFFUSION, RIGHT_EFFUSION),
          List.of(LEFT_OPACITY, RIGHT_PNEUMOTHORAX, WIDE_HEART));

  private CommittedPhantoms() {}

  private static Abnormality of(Kind kind, Side side) {
    return new Abnormality(kind, side, SIZE);
  }

  /** Names of files, in order, and what they hold. */
  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<String> truth = new ArrayList<>();
    for (int i = 0; i < SHOWN.size(); i++) {
      long seed = FIRST + i;
      String file = seed + ".png";
      files.put(file, Radiographs.png(seed, SHOWN.get(i), WIDTH, HEIGHT));
      String findings =
          SHOWN.get(i).stream()
              .map(a -> '"' + a.finding() + '"')
              .collect(Collectors.joining(", ", "[", "]"));
      truth.add(
          String.format(
              "  {\"file\": \"%s\", \"seed\": %d, \"findings\": %s}", file, seed, findings));
    }
    files.put(
        "truth.json",
        ("[\n" + String.join(",\n", truth) + "\n]\n").getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /** Writes them anew, in the project's folder. */
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(FOLDER.resolve(file.getKey()), file.getValue());
      System.out.println(FOLDER.resolve(file.getKey()));
    }
  }
}
