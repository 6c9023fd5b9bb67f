package org.radiologytrust.pipeline.image;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Instance;
import org.radiologytrust.text.mentions.Side;

/** What a prompt says of one image, by its tags: which side, part and view it shows. */
public final class ImageName {
  /** Kinds of images that are projections; of some, nothing is known. */
  private static final Set<String> PROJECTIONS = Set.of("", "CR", "DX", "RG", "RF");

  private static final Pattern FRONTAL = Pattern.compile("(?i)(AP|PA|FRONTAL)([^A-Z].*)?");

  /** LL and RL are the lateral views of DICOM (PS3.3 C.8.1.3). */
  private static final Pattern LATERAL = Pattern.compile("(?i)(LL|RL|LLAT|RLAT|LAT.*)");

  /** Parts of the body of which an image shows both sides, whatever side its tags name. */
  private static final Set<String> UNPAIRED =
      Set.of(
          "ABDOMEN",
          "ABDOMENPELVIS",
          "BRAIN",
          "CHEST",
          "CSPINE",
          "CTSPINE",
          "HEAD",
          "HEART",
          "LSPINE",
          "LSSPINE",
          "NECK",
          "PELVIS",
          "SKULL",
          "SPINE",
          "SSPINE",
          "THORAX",
          "TLSPINE",
          "TSPINE",
          "WHOLEBODY");

  /** A sentence of a prompt, with the space that parts it from the one before. */
  public static final String IN_FRONTAL_VIEWS =
      " In a frontal view the patient's right side is on the left of the image.";

  private ImageName() {}

  /** Such as {@code left breast, MLO}; empty where the tags say nothing. */
  public static String of(Instance image) {
    Side side = side(image);
    String part =
        Stream.of(side == Side.BOTH ? "" : side.word(), code(image.bodyPartExamined()))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(" "))
            .toLowerCase(Locale.ROOT);
    String view = image.viewPosition().strip();
    return Stream.of(part, LATERAL.matcher(view).matches() ? "lateral" : code(view))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** The sentence about frontal views, if images may have one; otherwise empty. */
  public static String sides(List<Instance> images) {
    return images.stream().anyMatch(ImageName::isFrontal) ? IN_FRONTAL_VIEWS : "";
  }

  /** Whether an image is a frontal view of both sides of the body, or no tag says otherwise. */
  static boolean isFrontal(Instance image) {
    String view = image.viewPosition().strip();
    return image.slice() == null
        && side(image) == Side.BOTH
        && PROJECTIONS.contains(image.modality().strip())
        && (view.isEmpty() || FRONTAL.matcher(view).matches());
  }

  /** The only side that an image shows; {@link Side#BOTH} where its tags name none. */
  public static Side side(Instance image) {
    if (UNPAIRED.contains(image.bodyPartExamined().strip().toUpperCase(Locale.ROOT))) {
      return Side.BOTH;
    }
    return switch (image.side().strip().toUpperCase(Locale.ROOT)) {
      case "L" -> Side.LEFT;
      case "R" -> Side.RIGHT;
      default -> Side.BOTH;
    };
  }

  private static String code(String code) {
    return code.isBlank() ? "" : DicomCode.of(code);
  }
}
