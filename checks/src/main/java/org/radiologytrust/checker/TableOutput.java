package org.radiologytrust.checker;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Place;
import org.radiologytrust.checks.Result;
import org.radiologytrust.checks.Rule;
import org.radiologytrust.checks.Span;

/**
 * Lines for people: file, line, column, level or strength, check, then both places, the action, the
 * word lists, and why it only asks.
 */
public final class TableOutput implements Output {
  private final PrintStream out;

  public TableOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(List<Rule> rules, List<CheckedFile> files) {
    for (CheckedFile file : files) {
      file.result().flags().forEach(flag -> print(file, flag));
      print(file.name(), file.result());
    }
  }

  private void print(CheckedFile file, Flag flag) {
    out.println(
        file.name()
            + ":"
            + position(file.text(), flag.place().span())
            + ": "
            + word(flag)
            + ": "
            + flag.check());
    out.println("    " + line(flag.place()));
    out.println("    " + line(flag.against()));
    out.println("    " + flag.action());
    if (!flag.lists().isEmpty()) {
      out.println("    words: " + String.join(", ", flag.lists()));
    }
    if (!flag.why().isEmpty()) {
      out.println("    " + flag.why());
    }
  }

  /** How sure the check is, or how softly it speaks. */
  private static String word(Flag flag) {
    Enum<?> word = flag.strength() == Flag.Strength.TELL ? flag.level() : flag.strength();
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** Line and column from 1, as editors count them. */
  private static String position(String text, Span span) {
    String before = text.substring(0, span.start());
    String[] lines = before.split("\r\n|\r|\n", -1);
    String last = lines[lines.length - 1];
    return lines.length + ":" + (last.codePointCount(0, last.length()) + 1);
  }

  private static String line(Place place) {
    return place.source() + ": " + place.value().replaceAll("\\s+", " ");
  }

  private void print(String file, Result result) {
    String notMade =
        result.notMade().stream()
            .map(n -> n.check() + " (no " + n.missing() + ")")
            .collect(Collectors.joining(", "));
    boolean language =
        result.unfinished().stream().anyMatch(u -> u.reason() == Result.Reason.LANGUAGE);
    String unfinished =
        result.unfinished().stream()
            .filter(u -> u.reason() != Result.Reason.LANGUAGE)
            .map(u -> u.check() + " (" + u.reason().name().toLowerCase(Locale.ROOT) + ")")
            .collect(Collectors.joining(", "));
    say(file, "not made", notMade);
    say(file, "did not finish", unfinished);
    say(file, "not checked (language)", language ? "what no flag says is not known" : "");
    say(file, "not read", String.join(", ", result.unread()));
  }

  private void say(String file, String what, String which) {
    if (!which.isEmpty()) {
      out.println(file + ": " + what + ": " + which);
    }
  }
}
