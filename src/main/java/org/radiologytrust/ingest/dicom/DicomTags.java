package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The tags of a data set or a sequence item, by keyword. An absent tag is empty.
 *
 * @param json an object; a member is a text with padding or without, in which a backslash separates
 *     multiple values, an array of such objects for a sequence, or null for a value that is left
 *     out, such as pixels
 */
public record DicomTags(JsonNode json) {
  /** The functional groups of frames that say how to read and where to find a frame. */
  private static final List<String> FRAME_MACROS =
      List.of(
          "PixelValueTransformationSequence",
          "FrameVOILUTSequence",
          "PixelMeasuresSequence",
          "PlaneOrientationSequence",
          "PlanePositionSequence",
          "FrameAnatomySequence",
          "FrameContentSequence",
          "MRDiffusionSequence",
          "MREchoSequence",
          "CTImageFrameTypeSequence",
          "MRImageFrameTypeSequence");

  /** Tags whose values differ between the acquisitions of one MR series. */
  private static final List<String> ACQUISITION =
      List.of(
          "DiffusionBValue",
          "EchoTime",
          "EffectiveEchoTime",
          "TemporalPositionIdentifier",
          "TemporalPositionIndex");

  /** Whether the tag is there, with or without a value. */
  public boolean has(String keyword) {
    return json.has(keyword);
  }

  /** The value without padding; multiple values are separated by a backslash. */
  public String text(String keyword) {
    JsonNode value = json.path(keyword);
    return value.isTextual() ? value.textValue().replace("\0", "").strip() : "";
  }

  /** The first value. */
  public String first(String keyword) {
    String all = text(keyword);
    int end = all.indexOf('\\');
    return end < 0 ? all : all.substring(0, end).strip();
  }

  /** The first value, if it is a whole number. */
  public OptionalInt integer(String keyword) {
    OptionalDouble number = parse(first(keyword));
    return number.isPresent() && number.getAsDouble() == (int) number.getAsDouble()
        ? OptionalInt.of((int) number.getAsDouble())
        : OptionalInt.empty();
  }

  /** The first value, if it is a finite number. */
  public OptionalDouble number(String keyword) {
    return parse(first(keyword));
  }

  /**
   * All values as numbers. A value that is not a number is NaN, so that the others keep their
   * positions.
   */
  public List<Double> numbers(String keyword) {
    List<Double> numbers = new ArrayList<>();
    if (!text(keyword).isEmpty()) {
      for (String value : text(keyword).split("\\\\", -1)) {
        numbers.add(parse(value.strip()).orElse(Double.NaN));
      }
    }
    return numbers;
  }

  /** A copy with only these tags. */
  DicomTags keep(Collection<String> keywords) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String keyword : keywords) {
      if (json.has(keyword)) {
        kept.set(keyword, json.get(keyword));
      }
    }
    return new DicomTags(kept);
  }

  /** The first item of a sequence. */
  public Optional<DicomTags> item(String keyword) {
    JsonNode item = json.path(keyword).path(0);
    return item.isObject() ? Optional.of(new DicomTags(item)) : Optional.empty();
  }

  /**
   * The tags of one frame: those of its functional groups stand in place of the object's (PS3.3
   * C.7.6.16).
   *
   * @param frame index, from 0
   */
  DicomTags ofFrame(int frame) {
    JsonNode shared = json.path("SharedFunctionalGroupsSequence").path(0);
    JsonNode own = json.path("PerFrameFunctionalGroupsSequence").path(frame);
    if (!shared.isObject() && !own.isObject()) {
      return this;
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    json.properties().forEach(tag -> all.set(tag.getKey(), tag.getValue()));
    for (JsonNode groups : List.of(shared, own)) {
      for (String macro : FRAME_MACROS) {
        JsonNode item = groups.path(macro).path(0);
        item.properties().forEach(tag -> all.set(tag.getKey(), tag.getValue()));
      }
    }
    return new DicomTags(all);
  }

  /**
   * What tells the acquisitions of one MR series apart, as of several b-values or echoes: such as
   * {@code DiffusionBValue 1000, EchoTime 85}. Empty for other images.
   */
  String acquisition() {
    if (!text("Modality").equals("MR")) {
      return "";
    }
    return ACQUISITION.stream()
        .filter(keyword -> number(keyword).isPresent())
        .map(keyword -> keyword + " " + number(keyword).getAsDouble())
        .collect(Collectors.joining(", "));
  }

  /** Whether the pixels are grey; otherwise they have a colour. */
  public boolean isGrey() {
    return text("PhotometricInterpretation").startsWith("MONOCHROME");
  }

  /** Whether the stored values are two's complement. */
  public boolean isSigned() {
    return integer("PixelRepresentation").orElse(0) == 1;
  }

  private static OptionalDouble parse(String value) {
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** Without the values, which are patient data. */
  @Override
  public String toString() {
    return "DicomTags[withheld]";
  }
}
