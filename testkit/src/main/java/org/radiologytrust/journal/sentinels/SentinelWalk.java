package org.radiologytrust.journal.sentinels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file {@code sentinels/walk.txt}: why no sentinel is in a table, figure, sink, page or list.
 * {@code [KIND WORD] reason}, and below it names.
 */
public final class SentinelWalk {
  /** A sentinel has rows there until its run has ended. */
  public static final String RUNS = "until-it-ends";

  /** What became of it stays there. */
  public static final String OWN = "own";

  /** Its rows follow from those of other tables. */
  public static final String COUNTS = "counts";

  private final Map<String, Map<String, String>> words = new TreeMap<>();

  private SentinelWalk() {}

  public static SentinelWalk read() {
    try (InputStream in = SentinelWalk.class.getResourceAsStream("/sentinels/walk.txt")) {
      SentinelWalk walk = new SentinelWalk();
      String kind = "";
      String word = "";
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("[")) {
          String[] head = line.substring(1, line.indexOf(']')).split(" ");
          kind = head[0];
          word = head[1];
          if (line.substring(line.indexOf(']') + 1).isBlank()) {
            throw new IllegalStateException("no reason: " + line);
          }
        } else if (!line.isBlank() && !line.startsWith("#")) {
          walk.add(kind, line.strip(), word);
        }
      }
      return walk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String kind, String name, String word) {
    if (words.computeIfAbsent(kind, k -> new TreeMap<>()).put(name, word) != null) {
      throw new IllegalStateException("twice: " + kind + " " + name);
    }
  }

  /** All names of a kind. */
  public Set<String> names(String kind) {
    return new TreeSet<>(words.getOrDefault(kind, Map.of()).keySet());
  }

  /** The names of a kind that have this word. */
  public Set<String> names(String kind, String word) {
    Set<String> names = names(kind);
    names.removeIf(name -> !words.get(kind).get(name).equals(word));
    return names;
  }
}
