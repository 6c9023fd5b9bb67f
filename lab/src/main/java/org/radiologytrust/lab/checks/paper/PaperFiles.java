package org.radiologytrust.lab.checks.paper;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.lab.checks.alarms.AlarmFigures;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.lab.results.EvalCsv;
import org.radiologytrust.lab.results.Ppv;

/**
 * The figures as {@code checks.csv} (RFC 4180) and {@code checks.json}. They hold no word of a
 * report. Shares are from 0 to 1; what is not known is empty, or {@code null}.
 */
public final class PaperFiles {
  /** Named in both files, because intervals of other kinds have other bounds. */
  private static final String INTERVAL = "Wilson, two-sided, 95 %";

  private final Measured measured;
  private final List<CheckRow> rows;

  /**
   * @param prevalences shares of reports with an error
   */
  public PaperFiles(
      Measured measured, CheckFigures figures, AlarmFigures alarms, List<Double> prevalences) {
    this.measured = measured;
    this.rows = CheckRow.of(figures, alarms, prevalences);
  }

  /** A row for each check and prevalence, and for all checks. */
  public String csv() {
    List<String> head = new ArrayList<>(List.of("check"));
    for (String name : List.of("recall", "flagged", "wrong", "twins")) {
      head.addAll(List.of(name + "_n", name + "_of", name, name + "_low", name + "_high"));
    }
    head.addAll(List.of("prevalence", "ppv", "ppv_low", "interval"));
    head.addAll(List.of("version", "files", "reports", "seed", "per_kind", "paired"));
    StringBuilder out = new StringBuilder(EvalCsv.line(head));
    for (CheckRow row : rows) {
      row.ppv().forEach(ppv -> out.append(EvalCsv.line(fields(row, ppv))));
    }
    return out.toString();
  }

  private List<String> fields(CheckRow row, Ppv ppv) {
    List<String> fields = new ArrayList<>(List.of(row.check()));
    shares(row)
        .values()
        .forEach(
            e -> {
              fields.add(e.known() ? String.valueOf(count(e)) : "");
              fields.add(String.valueOf(e.n()));
              fields.add(number(e.value()));
              fields.add(number(e.low()));
              fields.add(number(e.high()));
            });
    fields.add(String.valueOf(ppv.prevalence()));
    fields.add(number(ppv.value()));
    fields.add(number(ppv.low()));
    fields.add(INTERVAL);
    fields.addAll(
        List.of(
            measured.version(),
            measured.files(),
            measured.reports(),
            String.valueOf(measured.seed()),
            String.valueOf(measured.perKind()),
            String.valueOf(measured.paired())));
    return fields;
  }

  /** Indented, with a line feed at the end. */
  public String json() {
    ObjectNode root = CaseJson.MAPPER.createObjectNode();
    root.set("measured", CaseJson.MAPPER.valueToTree(measured));
    root.put("interval", INTERVAL);
    ArrayNode checks = root.putArray("checks");
    for (CheckRow row : rows) {
      ObjectNode check = checks.addObject();
      check.put("check", row.check());
      shares(row).forEach((name, share) -> put(check.putObject(name), share));
      ArrayNode ppvs = check.putArray("ppv");
      for (Ppv ppv : row.ppv()) {
        ppvs.addObject()
            .put("prevalence", ppv.prevalence())
            .put("value", ppv.value())
            .put("low", ppv.low());
      }
    }
    return root.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, Estimate e) {
    node.put("n", e.known() ? count(e) : null);
    node.put("of", e.n());
    node.put("share", e.value());
    node.put("low", e.low());
    node.put("high", e.high());
  }

  private static Map<String, Estimate> shares(CheckRow row) {
    Map<String, Estimate> shares = new LinkedHashMap<>();
    shares.put("recall", row.recall());
    shares.put("flagged", row.flagged());
    shares.put("wrong", row.wrong());
    shares.put("twins", row.twins());
    return shares;
  }

  private static Integer count(Estimate e) {
    return (int) Math.round(e.value() * e.n());
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : value.toString();
  }
}
