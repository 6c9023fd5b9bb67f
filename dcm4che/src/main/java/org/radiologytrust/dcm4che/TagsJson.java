package org.radiologytrust.dcm4che;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.ElementDictionary;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.VR;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.DicomTags;

/** Converts a data set to the product's form: standard tags by keyword, values as text. */
final class TagsJson {
  private static final ElementDictionary DICTIONARY =
      ElementDictionary.getStandardElementDictionary();

  private TagsJson() {}

  /**
   * @param pixels whether the object has pixel data, which is not part of the data set
   */
  static DicomTags of(Attributes dataSet, boolean pixels) {
    ObjectNode json = object(dataSet);
    if (pixels) {
      json.putNull("PixelData");
    }
    return new DicomTags(json);
  }

  private static ObjectNode object(Attributes dataSet) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int tag : dataSet.tags()) {
      String keyword = DICTIONARY.keywordOf(tag);
      if (keyword != null && !keyword.isEmpty()) {
        json.set(keyword, value(dataSet, tag));
      }
    }
    return json;
  }

  private static JsonNode value(Attributes dataSet, int tag) {
    if (dataSet.getValue(tag) instanceof Sequence items) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(object(item)));
      return array;
    }
    String text = text(dataSet, tag, dataSet.getVR(tag));
    return text == null
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.textNode(text);
  }

  /** All values, separated by backslashes; {@code null} for binary ones. */
  private static @Nullable String text(Attributes dataSet, int tag, VR vr) {
    if (!dataSet.containsValue(tag)) {
      return "";
    }
    return switch (vr) {
      case OB, OD, OF, OL, OV, OW, UN, SQ -> null;
      default -> {
        String[] values = dataSet.getStrings(tag);
        yield values == null
            ? ""
            : Arrays.stream(values).map(v -> v == null ? "" : v).collect(Collectors.joining("\\"));
      }
    };
  }
}
