package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.model.Label;

/** The cases in which something went wrong, as part of the page. */
final class WrongCases {
  /** An answer without an end says nothing more behind this. */
  private static final int ANSWER = 20_000;

  private final List<Figures.OfCondition> conditions;
  private final List<Map<String, Answered>> answered = new ArrayList<>();
  private int count;

  WrongCases(List<Labelled> cases, List<ConditionResults> all, Figures figures) {
    this.conditions = figures.conditions();
    for (ConditionResults r : all) {
      Map<String, Answered> byId = new HashMap<>();
      Answered.of(cases, r).forEach(a -> byId.put(a.labelled().id(), a));
      answered.add(byId);
    }
  }

  /** How many were written. */
  int count() {
    return count;
  }

  /** One article for each case with a wrong label or an answer that could not be used. */
  String html(List<Labelled> cases) {
    StringBuilder out = new StringBuilder();
    for (Labelled c : cases) {
      StringBuilder told = new StringBuilder();
      Set<Integer> wrong = new TreeSet<>();
      for (int k = 0; k < conditions.size(); k++) {
        Answered a = answered.get(k).get(c.id());
        if (a != null) {
          condition(told, k, a, wrong);
        }
      }
      if (told.length() > 0) {
        count++;
        head(out, c, wrong);
        out.append(told).append("</article>\n");
      }
    }
    return out.toString();
  }

  private static void head(StringBuilder out, Labelled c, Set<Integer> wrong) {
    out.append("<article class=\"case\"><h3>")
        .append(Html.text(c.id()))
        .append(" <small>")
        .append(c.truth().split().isEmpty() ? "" : Html.text(c.truth().split()) + ", ")
        .append(c.withImages() ? "with images" : "without images")
        .append("</small></h3>\n<div class=\"report\" dir=\"auto\">")
        .append(report(c, wrong))
        .append("</div>\n");
    List<TrueFinding> findings = c.truth().findings();
    out.append(
        findings.isEmpty() ? "<p class=\"note\">No findings.</p>" : "<ul class=\"findings\">");
    for (TrueFinding f : findings) {
      out.append("<li class=\"t\">")
          .append(Html.text(f.description()))
          .append(f.location().isEmpty() ? "" : ", " + Html.text(f.location()))
          .append("</li>");
    }
    out.append(findings.isEmpty() ? "" : "</ul>\n");
  }

  /** The report, with the claims marked and numbered from 1; they may overlap. */
  static String report(Labelled c, Set<Integer> wrong) {
    int[] text = c.report().codePoints().toArray();
    List<TrueClaim> claims = c.truth().claims();
    TreeSet<Integer> cuts = new TreeSet<>(Set.of(0, text.length));
    for (TrueClaim t : claims) {
      cuts.add(Math.max(0, Math.min(text.length, t.start())));
      cuts.add(Math.max(0, Math.min(text.length, t.end())));
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int to : cuts.tailSet(0, false)) {
      int begin = from;
      int[] here =
          IntStream.range(0, claims.size())
              .filter(i -> claims.get(i).start() < to && claims.get(i).end() > begin)
              .toArray();
      boolean isWrong = IntStream.of(here).anyMatch(wrong::contains);
      for (int i : here) {
        if (claims.get(i).start() == begin) {
          out.append("<sup>").append(i + 1).append(wrong.contains(i) ? "✗" : "").append("</sup>");
        }
      }
      String part = Html.text(new String(text, begin, to - begin));
      out.append(
          here.length == 0
              ? part
              : "<mark" + (isWrong ? " class=\"wrong\"" : "") + ">" + part + "</mark>");
      from = to;
    }
    return out.toString();
  }

  private void condition(StringBuilder out, int k, Answered a, Set<Integer> wrong) {
    List<Integer> here =
        IntStream.range(0, a.claims().size())
            .filter(i -> a.askedLabels() && a.claims().get(i).label() != null && !a.right(i))
            .boxed()
            .toList();
    List<Call> refused =
        a.calls().stream().filter(c -> c.outcome() != Call.Outcome.ACCEPTED).toList();
    if (here.isEmpty() && refused.isEmpty()) {
      return;
    }
    wrong.addAll(here);
    out.append("<h4>")
        .append(new Mark(k).key())
        .append(Html.text(conditions.get(k).title()))
        .append("</h4>\n<ul class=\"wrongs\">");
    here.forEach(i -> claim(out, a, i));
    for (Call call : refused) {
      out.append("<li>Call ")
          .append(Html.text(call.step()))
          .append(": <b>")
          .append(outcome(call.outcome()))
          .append("</b>")
          .append(
              call.why().isEmpty()
                  ? ""
                  : " <span class=\"t\">" + Html.text(call.why()) + "</span>");
      if (!call.step().equals("alignment")) {
        answer(out, call);
      }
      out.append("</li>");
    }
    out.append("</ul>\n");
    a.calls("alignment").forEach(call -> answer(out, call));
  }

  private static void claim(StringBuilder out, Answered a, int i) {
    TrueClaim claim = a.claims().get(i);
    Judged judged = a.judged(i);
    out.append("<li>")
        .append(i + 1)
        .append(" “<span class=\"t\">")
        .append(Html.text(claim.quote()))
        .append("</span>”<br>true ")
        .append(label(claim.label()))
        .append(claim.reason().isEmpty() ? "" : " (" + Html.text(claim.reason()) + ")")
        .append(", given ")
        .append(label(judged.label()))
        .append(
            judged.confidence() == null || !Double.isFinite(judged.confidence())
                ? ""
                : ", confidence " + NumberFormats.decimals(judged.confidence(), 2))
        .append(
            judged.evidence().isEmpty()
                ? ""
                : "<br>evidence: <span class=\"t\">" + Html.text(judged.evidence()) + "</span>")
        .append("</li>");
  }

  private static void answer(StringBuilder out, Call call) {
    if (call.answer().isEmpty()) {
      return;
    }
    int length = call.answer().codePointCount(0, call.answer().length());
    String shown =
        length <= ANSWER
            ? call.answer()
            : call.answer().substring(0, call.answer().offsetByCodePoints(0, ANSWER));
    out.append("<details class=\"raw\"><summary>Answer of ")
        .append(Html.text(call.step()))
        .append(" as it came</summary><pre dir=\"auto\">")
        // the parser drops a line feed that comes first
        .append(shown.startsWith("\n") ? "\n" : "")
        .append(Html.text(shown))
        .append("</pre>")
        .append(length <= ANSWER ? "" : "<p>… and " + (length - ANSWER) + " characters more</p>")
        .append("</details>\n");
  }

  static String label(Label label) {
    String code = label == null ? "missing" : label.code();
    String sign =
        label == null
            ? "–"
            : switch (label) {
              case SUPPORTED -> "✓";
              case UNCERTAIN -> "?";
              case NEEDS_REVIEW -> "!";
            };
    return "<span class=\"label " + code + "\">" + sign + " " + code.replace('_', ' ') + "</span>";
  }

  private static String outcome(Call.Outcome outcome) {
    return switch (outcome) {
      case NO_ANSWER -> "no whole answer";
      case NOT_JSON -> "not JSON alone";
      case NOT_SCHEMA -> "breaks the schema";
      case REFUSED -> "refused";
      case ACCEPTED -> "accepted";
    };
  }
}
