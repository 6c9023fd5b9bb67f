package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.images.PaddedImage;
import org.radiologytrust.model.ImageBox;

/**
 * Reads the boxes of an answer about one image: {@code box_2d} is {@code [y0, x0, y1, x1]} in
 * thousandths of the padded image, with {@code y0 < y1} and {@code x0 < x1}. A box that is not so
 * is left out and counted; it is never mended, since nobody knows what the model meant.
 */
final class AnswerBoxes {
  private static final String BOX = "box_2d";
  private static final String PROPERTIES = "/properties/findings/items/properties";

  /** Tokens of one box in an answer: each digit is one. */
  private static final int TOKENS = 32;

  /** {@code null} where the size of the image is not known. */
  private final @Nullable PaddedImage image;

  private final Map<String, Integer> leftOut = new TreeMap<>();

  AnswerBoxes(@Nullable PaddedImage image) {
    this.image = image;
  }

  /** The schema for answers without boxes. A site's own schema may have none. */
  static JsonNode none(JsonNode schema) {
    JsonNode narrowed = schema.deepCopy();
    if (narrowed.at(PROPERTIES) instanceof ObjectNode properties) {
      properties.remove(BOX);
    }
    return narrowed;
  }

  /** Room for the boxes of all findings of an answer, in tokens. */
  static int tokens(JsonNode schema) {
    return TOKENS * schema.at("/properties/findings/maxItems").asInt();
  }

  /** The box of a finding; {@code null} if it has none that can be used. */
  @Nullable ImageBox read(JsonNode finding) {
    JsonNode given = finding.path(BOX);
    if (given.isMissingNode()) {
      return null;
    }
    String wrong = wrong(given);
    Optional<ImageBox> box = wrong.isEmpty() ? placed(given) : Optional.empty();
    if (box.isEmpty()) {
      leftOut.merge(wrong.isEmpty() ? "not on the image" : wrong, 1, Integer::sum);
    }
    return box.orElse(null);
  }

  private String wrong(JsonNode box) {
    if (image == null) {
      return "size of the image not known";
    }
    if (box.size() != 4) {
      return "not four numbers";
    }
    for (JsonNode edge : box) {
      if (!edge.isNumber() || !Double.isFinite(edge.asDouble())) {
        return "not four numbers";
      }
      if (edge.asDouble() < 0 || edge.asDouble() > PaddedImage.UNITS) {
        return "out of range";
      }
    }
    double high = edge(box, 2) - edge(box, 0);
    double wide = edge(box, 3) - edge(box, 1);
    if (high < 0 || wide < 0) {
      return "edges in the wrong order";
    }
    return high == 0 || wide == 0 ? "no area" : "";
  }

  private Optional<ImageBox> placed(JsonNode box) {
    double scale = fractions(box) ? PaddedImage.UNITS : 1;
    return image == null
        ? Optional.empty()
        : image.box(
            scale * edge(box, 1), scale * edge(box, 0), scale * edge(box, 3), scale * edge(box, 2));
  }

  /**
   * Whether the edges are parts of 1, as the report on MedGemma has them. In thousandths such a box
   * would be smaller than a pixel of what the model was shown.
   */
  private static boolean fractions(JsonNode box) {
    return edge(box, 2) <= 1 && edge(box, 3) <= 1;
  }

  private static double edge(JsonNode box, int which) {
    return box.path(which).asDouble();
  }

  /** How many boxes were left out, by the reason. */
  Map<String, Integer> leftOut() {
    return leftOut;
  }

  /** The note about boxes that were left out; empty when none was. */
  static String note(Map<String, Integer> leftOut) {
    return leftOut.isEmpty()
        ? ""
        : "Boxes of the model that were left out: "
            + leftOut.entrySet().stream()
                .map(reason -> reason.getValue() + " (" + reason.getKey() + ")")
                .collect(Collectors.joining(", "))
            + ".";
  }
}
