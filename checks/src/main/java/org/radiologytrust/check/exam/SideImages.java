package org.radiologytrust.check.exam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Instance;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;

/**
 * {@code side-images}: compares the side in the report with the images' laterality tag. Reports
 * nothing unless all images have the same side.
 */
final class SideImages extends SideCheck {
  static final String ID = "side-images";

  SideImages(Sides sides, BodyParts parts, Modalities modalities) {
    super(ID, sides, parts, modalities);
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.IMAGES);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Instance> images = c.images();
    Set<Side> tagged = new LinkedHashSet<>();
    images.forEach(i -> tagged.add(side(i)));
    if (tagged.size() != 1 || tagged.contains(Side.BOTH)) {
      return r.silent("the images have no side, or both");
    }
    Examined examined = Examined.of(r, modalities);
    if (bothSides(examined.names())) {
      return r.silent("the report examines both sides");
    }
    Side own = tagged.iterator().next();
    Set<String> codes = new LinkedHashSet<>();
    Set<String> known = parts.tagged(images);
    if (known != null) {
      known.stream().filter(parts::lateral).forEach(codes::add);
    }
    if (codes.isEmpty()) {
      codes = lateralParts(c, examined.names());
    }
    Evidence second = tag(images.get(0));
    return wrongSide.in(examined, own, codes).stream()
        .map(
            first ->
                needsReview(
                    first,
                    second,
                    "The images are tagged as the "
                        + own.word()
                        + " side, the report names the "
                        + own.opposite().word()
                        + ": check the side against the images' markers and correct the report."))
        .toList();
  }

  /** BOTH for every value that is not one side, and for a missing value. */
  private static Side side(Instance i) {
    String value = i.side().strip().toUpperCase(Locale.ROOT);
    return value.equals("L") ? Side.LEFT : value.equals("R") ? Side.RIGHT : Side.BOTH;
  }

  private static Evidence tag(Instance i) {
    return i.imageLaterality().isBlank()
        ? Evidence.field("Laterality (0020,0060)", i.laterality())
        : Evidence.field("ImageLaterality (0020,0062)", i.imageLaterality());
  }
}
