package org.radiologytrust.check.exam;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** {@code side-order}: compares the side in the report with the side of the order. */
final class SideOrder extends SideCheck {
  static final String ID = "side-order";

  /** "Right thoracentesis" */
  private static final int TITLE_WORDS = 5;

  private record Words(@MayBeEmpty Terms compares) {}

  private final Words words;

  SideOrder(SiteFiles files, Sides sides, BodyParts parts, Modalities modalities) {
    super(ID, sides, parts, modalities);
    words = files.words("side-order.yaml", new TypeReference<Words>() {});
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.ORDERED_SIDE);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    Order order = c.report().order();
    String procedure = Examination.procedure(order);
    Side field = sides.ofCode(order);
    Side named = sides.ofOrder(WordTokens.of(procedure));
    Side own = field == null ? named : field;
    if (own == null || own == Side.BOTH || (named != null && named != own)) {
      return r.silent("the order has no side, or both");
    }
    ReportField read = field == null ? ReportField.PROCEDURE : ReportField.LATERALITY;
    Evidence second = Examination.evidence(c.report(), read, order.laterality());
    Examined examined = Examined.of(r, modalities);
    if (bothSides(examined.names())) {
      return r.silent("the report examines both sides");
    }
    Set<String> codes = lateralParts(c, examined.names());
    List<Evidence> wrong = new ArrayList<>();
    for (WordTokens line : examined.names()) {
      Evidence e = inLine(line, own, codes);
      if (e != null) {
        wrong.add(e);
      }
    }
    wrong.addAll(wrongSide.in(examined, own, codes));
    if (wrong.isEmpty()) {
      wrong.addAll(wrongSide.only(examined, own, codes, words.compares()));
    }
    if (wrong.isEmpty()) {
      wrong.addAll(wrongSide.slips(examined.statements(), own, codes, words.compares()));
    }
    if (wrong.isEmpty()) {
      wrong.addAll(inHistory(r, own, codes));
    }
    // Without headings, one sentence can be both the examination line and a statement.
    return wrong.stream().distinct().map(e -> result(e, second, own)).toList();
  }

  /** The other side in the reason for the examination, if that never names the side ordered. */
  private List<Evidence> inHistory(ReportReading r, Side own, Set<String> codes) {
    List<WordTokens> history = r.of(Section.HISTORY).stream().map(SentenceReading::words).toList();
    boolean agrees = history.stream().anyMatch(t -> Arrays.asList(sides.in(t)).contains(own));
    return agrees ? List.of() : wrongSide.slips(history, own, codes, words.compares());
  }

  private @Nullable Evidence inLine(WordTokens line, Side own, Set<String> codes) {
    @Nullable Side[] named = sides.in(line);
    if (sides.elsewhere(line)
        || Arrays.asList(named).contains(own)
        || Arrays.asList(named).contains(Side.BOTH)) {
      return null;
    }
    Evidence e = wrongSide.first(line, named, own.opposite(), codes);
    Set<String> inLine = parts.orderedCodes(line);
    boolean name =
        Examined.isName(line)
            && (inLine.isEmpty()
                ? !modalities.named(line).isEmpty() || line.size() <= TITLE_WORDS
                : codes.isEmpty() || parts.near(inLine, codes));
    if (e == null && name && sides.ofOrder(line) == own.opposite()) {
      return Evidence.of(line.sentence());
    }
    return e;
  }

  private CheckResult result(Evidence first, Evidence second, Side own) {
    return needsReview(
        first,
        second,
        "The order is for the "
            + own.word()
            + " side, the report names the "
            + own.opposite().word()
            + ": check the side and correct the report or the order.");
  }
}
