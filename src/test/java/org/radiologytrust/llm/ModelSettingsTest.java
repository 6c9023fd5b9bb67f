package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ModelSettings.Wire;

class ModelSettingsTest {
  @Test
  void theCommentAndTheChartNameEveryWire() throws IOException {
    String settings = Files.readString(Path.of("config/application.properties"));
    String comment =
        settings.substring(
            settings.indexOf("# Protocol of the model servers"),
            settings.indexOf("\nrtl.model.wire="));
    Set<String> wires =
        EnumSet.allOf(Wire.class).stream().map(Wire::code).collect(Collectors.toSet());
    wires.forEach(wire -> assertTrue(comment.matches("(?s).*\\b" + wire + "\\b.*"), wire));
    Set<String> chart = new HashSet<>();
    JsonNode schema =
        new ObjectMapper().readTree(Path.of("deploy/helm/values.schema.json").toFile());
    schema.findValue("wire").path("enum").forEach(wire -> chart.add(wire.asText()));
    // the chart has no servers then, and sets none by itself
    wires.remove(Wire.NONE.code());
    assertEquals(wires, chart);
  }
}
