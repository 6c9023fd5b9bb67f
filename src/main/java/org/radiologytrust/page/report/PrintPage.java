package org.radiologytrust.page.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.Became;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.opened.Opened;

/**
 * A report with its flags on paper.
 *
 * @param column {@code null} where there are neither flags nor questions
 * @param became what became of the flags of earlier audits
 */
record PrintPage(
    Layout layout,
    Opened opened,
    ReportText text,
    @Nullable FlagsColumn column,
    List<Became> became,
    DecisionWords words) {
  String printed() {
    return Times.dateTime(opened.now());
  }

  /** What was assessed, and the image that was shown. */
  String assessed() {
    String assessed = opened.assessed();
    List<String> hashes =
        opened.audit().map(Audit::shown).orElse(List.of()).stream()
            .map(ShownImage::sha256)
            .toList();
    return hashes.isEmpty() ? assessed : assessed + ", " + MadePage.images(hashes);
  }

  String engine() {
    return opened.audit().map(Audit::engineVersion).orElse("");
  }
}
