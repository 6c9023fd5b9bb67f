package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.text.words.WordTokens;

/**
 * Compares the name of a procedure with the tags of images that somebody hands in with it. The
 * checks of an audit do not: there an accession number has brought both together.
 */
public final class OrderTags {
  private final BodyParts parts;
  private final Modalities modalities;

  public OrderTags(SiteFiles files) {
    parts = new BodyParts(files);
    modalities = new Modalities(files);
  }

  /**
   * What the tags say otherwise than the order, in words without values; empty if nothing is known
   * to differ.
   */
  public List<String> contradicting(Order order, List<Instance> images) {
    WordTokens procedure = WordTokens.of(order.procedure().display());
    List<String> differing = new ArrayList<>();
    List<String> tagged =
        modalities.images(
            images.stream().map(Instance::modality).filter(m -> !m.isBlank()).distinct().toList());
    if (differ(modalities.only(procedure), tagged)) {
      differing.add(ReportField.MODALITY.words());
    }
    Set<String> ordered = parts.orderedCodes(procedure);
    Set<String> shown = parts.tagged(images);
    if (shown != null && !shown.isEmpty() && !ordered.isEmpty() && !parts.related(ordered, shown)) {
      differing.add(ReportField.BODY_PART.words());
    }
    String side = order.laterality();
    if (!side.isEmpty() && images.stream().anyMatch(image -> side.equals(opposite(image)))) {
      differing.add(ReportField.LATERALITY.words());
    }
    return differing;
  }

  private static boolean differ(List<String> ordered, @Nullable List<String> tagged) {
    return tagged != null
        && !tagged.isEmpty()
        && !ordered.isEmpty()
        && Collections.disjoint(ordered, tagged);
  }

  /** The other side than that of the image; empty if the image has none, or both. */
  private static String opposite(Instance image) {
    return switch (image.side().strip().toUpperCase(Locale.ROOT)) {
      case "L" -> "right";
      case "R" -> "left";
      default -> "";
    };
  }
}
