package org.radiologytrust.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.ExplainedCheck;
import org.radiologytrust.check.ExplainedCheck.Found;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Texts;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;

/**
 * What was read of a report, what each check found in it, and why it was silent, for a terminal or
 * a script.
 */
final class ChecksExplanation {
  private final List<SentenceReading> sentences;
  private final List<ExplainedCheck> checks;
  private final boolean values;

  /**
   * @param audit segmented
   * @param values whether words of the report are shown, and the findings that it names
   */
  ChecksExplanation(Audit audit, Checks checks, ReportReader reader, boolean values) {
    this.sentences = reader.read(audit).sentences();
    this.checks = checks.explain(audit);
    this.values = values;
  }

  /** Lines of text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (SentenceReading reading : sentences) {
      Sentence s = reading.sentence();
      String text = values ? "  " + s.text() : "";
      lines.add(visible("%4d  %s%s".formatted(s.number(), s.section(), text)));
      if (values) {
        reading
            .mentions(MentionKind.FINDING)
            .forEach(m -> lines.add("        " + m.concept() + ": " + String.join(", ", read(m))));
      }
    }
    for (ExplainedCheck check : checks) {
      lines.add("");
      lines.add(check.id() + "  " + outcome(check));
      if (!check.sentences().isEmpty()) {
        lines.add("  looked for words in " + numbers(check.sentences()));
      }
      found(check).forEach((list, where) -> lines.add(visible("  " + list + ": " + where)));
    }
    return lines;
  }

  /** How a finding is said: side, places, negation, certainty and time. */
  private static List<String> read(Mention m) {
    List<String> read = new ArrayList<>();
    if (m.side() != null) {
      read.add(m.side().word());
    }
    m.sites().stream().map(Site::id).sorted().forEach(read::add);
    Stream.of(m.polarity(), m.certainty(), m.time())
        .filter(how -> how == m.polarity() || how != Certainty.CERTAIN && how != MentionTime.NOW)
        .forEach(how -> read.add(how.name().toLowerCase(Locale.ROOT)));
    return read;
  }

  private static String outcome(ExplainedCheck check) {
    return check.flags() == 0 ? "silent: " + check.why() : "flags: " + check.flags();
  }

  private static String numbers(Iterable<Integer> sentences) {
    List<String> all = new ArrayList<>();
    sentences.forEach(n -> all.add(String.valueOf(n)));
    return (all.size() == 1 ? "sentence " : "sentences ") + String.join(", ", all);
  }

  /** Where the words of each list are. */
  private Map<String, String> found(ExplainedCheck check) {
    Map<String, List<Found>> lists =
        check.found().stream()
            .collect(Collectors.groupingBy(Found::list, LinkedHashMap::new, Collectors.toList()));
    Map<String, String> where = new LinkedHashMap<>();
    lists.forEach((list, found) -> where.put(list, where(found)));
    return where;
  }

  private String where(List<Found> found) {
    if (!values) {
      return numbers(
          found.stream().map(Found::sentence).collect(Collectors.toCollection(TreeSet::new)));
    }
    return found.stream()
        .map(f -> "\"" + f.words() + "\" (" + f.sentence() + ")")
        .collect(Collectors.joining(", "));
  }

  /** A report cannot write to the terminal. */
  private static String visible(String text) {
    return Texts.printable(text.replaceAll("[\\r\\n\\t]+", " "));
  }

  /** The same as JSON. */
  ObjectNode json(ObjectMapper mapper) {
    ObjectNode all = mapper.createObjectNode();
    ArrayNode read = all.putArray("sentences");
    for (SentenceReading reading : sentences) {
      Sentence s = reading.sentence();
      ObjectNode one = read.addObject();
      one.put("number", s.number()).put("section", s.section().name());
      if (values) {
        one.put("text", s.text());
        ArrayNode findings = one.putArray("findings");
        reading
            .mentions(MentionKind.FINDING)
            .forEach(
                m -> {
                  ObjectNode finding = findings.addObject().put("finding", m.concept());
                  read(m).forEach(finding.putArray("read")::add);
                });
      }
    }
    ArrayNode list = all.putArray("checks");
    for (ExplainedCheck check : checks) {
      ObjectNode one = list.addObject();
      one.put("check", check.id()).put("flags", check.flags()).put("silent", check.why());
      check.sentences().forEach(one.putArray("sentences")::add);
      ArrayNode found = one.putArray("found");
      for (Found f : check.found()) {
        ObjectNode words = found.addObject().put("list", f.list()).put("sentence", f.sentence());
        if (values) {
          words.put("words", f.words());
        }
      }
    }
    return all;
  }
}
