package org.radiologytrust.page.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.images.ImageArchive.Rendered;
import org.radiologytrust.images.Pixels;
import org.radiologytrust.model.Instance;

/** What the script is told about an image, as JSON in a header. It does not name the patient. */
final class ImageHeader {
  static final String NAME = "X-Image";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** A PNG begins with 8 bytes of signature and the IHDR chunk: length, type, width, height. */
  private static final int WIDTH_AT = 16;

  private static final int HEIGHT_AT = 20;

  private ImageHeader() {}

  /** Why there is no image. */
  static String state(String state) {
    return text(JSON.createObjectNode().put("state", state));
  }

  /**
   * The archive has another image now.
   *
   * @param now the first digits of its hash
   */
  static String changed(String now) {
    return text(JSON.createObjectNode().put("state", "changed").put("now", now));
  }

  static String of(Instance image, Rendered rendered) {
    ByteBuffer png = ByteBuffer.wrap(rendered.png());
    return text(
        start(image, rendered.edges())
            .put("width", png.getInt(WIDTH_AT))
            .put("height", png.getInt(HEIGHT_AT)));
  }

  /**
   * @param table the digest of the table of a grey image
   */
  static String of(Instance image, Pixels pixels, String table) {
    ObjectNode json =
        start(image, pixels.edges())
            .put("width", pixels.width())
            .put("height", pixels.height())
            .put("aspect", pixels.aspect());
    pixels.grey().ifPresent(grey -> grey(json.putObject("grey").put("table", table), grey));
    return text(json);
  }

  private static void grey(ObjectNode json, Pixels.Grey grey) {
    json.put("center", grey.center()).put("width", grey.width()).put("inverse", grey.inverse());
  }

  private static ObjectNode start(Instance image, Pixels.Edges edges) {
    String label =
        Stream.of(image.modality(), image.bodyPartExamined(), image.viewPosition())
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(" "));
    return JSON.createObjectNode()
        .put("state", "ready")
        .put("label", label)
        .put("left", edges.left())
        .put("right", edges.right());
  }

  private static String text(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write what is known of an image as JSON");
    }
  }
}
