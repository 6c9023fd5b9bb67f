package org.radiologytrust.inventory;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Readings.Missed;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.review.Wilson;

/**
 * The entry for the site's register of AI systems, as JSON. What it says of the product is the text
 * of its model card; all else is read from the running product when it is asked for.
 */
public final class Inventory {
  private static final double HUNDRED = 100;

  private final Journal journal;
  private final InventorySettings settings;
  private final Supplier<Product> product;

  /**
   * What runs.
   *
   * @param version with its commit
   * @param words hash of the site's own word lists and tables
   * @param strengths hash of the strengths that hold
   * @param models in use
   */
  public record Product(String version, String words, String strengths, List<Model> models) {
    public Product {
      models = List.copyOf(models);
    }
  }

  /**
   * A model.
   *
   * @param name as the settings have it
   * @param digests that the servers report; empty if none answers, or they report none
   */
  public record Model(String name, List<String> digests) {
    public Model {
      digests = List.copyOf(digests);
    }
  }

  /**
   * @param product asked for each entry: it may ask the model servers
   */
  public Inventory(Journal journal, InventorySettings settings, Supplier<Product> product) {
    this.journal = journal;
    this.settings = settings;
    this.product = product;
  }

  /** The entry as it is now. */
  public Map<String, Object> json() {
    Instant now = journal.clock().instant();
    Product runs = product.get();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", "Radiology Trust Layer");
    json.put("version", runs.version);
    json.put("made", now.truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("site", settings.site());
    json.put("owner", settings.owner());
    json.put("card", ModelCard.sections());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("wordsSha256", runs.words);
    data.put("strengthsSha256", runs.strengths);
    json.put("data", data);
    json.put("models", runs.models.stream().map(Inventory::model).toList());
    json.put("doors", settings.doors());
    json.put("peers", settings.peers());
    json.put("limitsSet", settings.limits());
    json.put("lastMonth", month(YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(1)));
    json.put("acceptance", acceptance());
    return json;
  }

  private static Map<String, Object> model(Model model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", model.name);
    json.put("digests", model.digests);
    return json;
  }

  private Map<String, Object> month(YearMonth month) {
    Selection selection = Selection.of(month);
    List<FigureRow> rows = journal.quality().figures(selection, By.ALL, "");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("month", month.toString());
    json.put("reports", rows.stream().mapToInt(FigureRow::reports).max().orElse(0));
    json.put("flags", rows.stream().filter(row -> row.flags() > 0).map(Inventory::flags).toList());
    Missed missed = journal.readings().missed(selection);
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put("reportsWithoutFlagRead", missed.read());
    sample.put("missed", share(missed.missed(), missed.read()));
    json.put("sample", sample);
    return json;
  }

  private static Map<String, Object> flags(FigureRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("strength", row.strength().word());
    json.put("flags", row.flags());
    json.put("per100Reports", row.reports() == 0 ? null : HUNDRED * row.flags() / row.reports());
    json.put("right", row.judged().right());
    json.put("wrong", row.judged().wrong());
    json.put("notImportant", row.judged().notImportant());
    json.put(
        "rightOfRightAndWrong",
        share(row.judged().right(), row.judged().right() + row.judged().wrong()));
    return json;
  }

  /** In percent, with Wilson's 95 % interval; without numbers where nothing was counted. */
  private static Map<String, Object> share(int hits, int of) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hits", hits);
    json.put("of", of);
    if (of > 0) {
      Wilson interval = Wilson.of(hits, of);
      json.put("percent", HUNDRED * hits / of);
      json.put("low", HUNDRED * interval.low());
      json.put("high", HUNDRED * interval.high());
    }
    return json;
  }

  private Map<String, Object> acceptance() {
    Map<String, Object> json = new LinkedHashMap<>();
    Acceptance accepted = journal.acceptances().accepted().orElse(null);
    json.put(
        "outcome",
        accepted == null || accepted.end() == null ? "none" : accepted.end().outcome().code());
    if (accepted != null && accepted.end() != null) {
      json.put("reports", accepted.reports());
      json.put("at", accepted.end().at().toString());
      json.put("quiet", accepted.end().quiet());
    }
    return json;
  }
}
