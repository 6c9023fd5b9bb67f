package org.radiologytrust.ingest.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Changes messages as broken senders and networks do. */
final class Mutator {
  private static final List<String> PIECES =
      List.of(
          "|",
          "^",
          "~",
          "\\",
          "&",
          "\\F\\",
          "\\.br\\",
          "\\.in+99999\\",
          "\\.sk9999999999\\",
          "\\X",
          "\\XFF\\",
          "\\M2442\\",
          "\\C2D46\\",
          "\\Z",
          "\r",
          "\n",
          "\0",
          "\u000b",
          "\u001b$B",
          "\u001b",
          "\"\"",
          "OBX|",
          "\rOBR|2|P9|F9|",
          "\rMSH|^~\\&|",
          "\rBHS|",
          "\rTXA|",
          "\rPID|",
          "\u00e4",
          "\u00c3",
          "\u00ff",
          " ",
          "999999999999",
          "-1",
          "F",
          "X",
          "W",
          "ED",
          "FT",
          "CWE",
          "T06",
          "T11");

  private final List<byte[]> seeds;
  private final Random random;
  private int round;

  Mutator(List<byte[]> seeds, long seed) {
    this.seeds = seeds;
    this.random = new Random(seed);
  }

  /** The next message. */
  byte[] next() {
    round++;
    byte[] message = seed();
    // one byte for each character: every change keeps the others
    List<String> segments = new ArrayList<>(segments(message));
    if (random.nextInt(10) > 0) {
      numbered(segments);
    }
    for (int change = random.nextInt(5); change >= 0; change--) {
      change(segments);
    }
    byte[] changed = String.join("\r", segments).getBytes(StandardCharsets.ISO_8859_1);
    return random.nextInt(20) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length + 1))
        : changed;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private static List<String> segments(byte[] message) {
    return List.of(new String(message, StandardCharsets.ISO_8859_1).split("\r", -1));
  }

  /** Gives the message a number of its own, so that most are no repeats. */
  private void numbered(List<String> segments) {
    for (int i = 0; i < segments.size(); i++) {
      String[] fields = segments.get(i).split("\\|", -1);
      if (fields[0].equals("MSH") && fields.length > 9) {
        fields[9] = "M" + round + "-" + i;
        segments.set(i, String.join("|", fields));
      }
    }
  }

  private void change(List<String> segments) {
    int at = random.nextInt(segments.size());
    String segment = segments.get(at);
    switch (random.nextInt(9)) {
      case 0 -> segments.remove(at);
      case 1 -> segments.add(at, segment);
      case 2 -> Collections.swap(segments, at, random.nextInt(segments.size()));
      case 3 -> {
        List<String> others = segments(seed());
        segments.add(at, others.get(random.nextInt(others.size())));
      }
      case 4 -> segments.set(at, field(segment));
      case 5 -> segments.set(at, segment.substring(0, random.nextInt(segment.length() + 1)));
      case 6 -> segments.set(at, segment + segment.repeat(random.nextInt(3)));
      default -> {
        int place = random.nextInt(segment.length() + 1);
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        segments.set(at, segment.substring(0, place) + piece + segment.substring(place));
      }
    }
    if (segments.isEmpty()) {
      segments.add("");
    }
  }

  /** Replaces a field by another one, or by nothing. */
  private String field(String segment) {
    String[] fields = segment.split("\\|", -1);
    int to = random.nextInt(fields.length);
    fields[to] = random.nextBoolean() ? "" : fields[random.nextInt(fields.length)];
    return String.join("|", fields);
  }
}
