package org.radiologytrust.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadTokensTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static ReadTokens read(String text) throws IOException {
    try (JsonParser parser = YAML.createParser(text)) {
      return new ReadTokens(parser);
    }
  }

  /** All that a reader asks a parser for, token by token. */
  private static List<String> told(JsonParser parser) throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      String number = token.isNumeric() ? "" + parser.getDoubleValue() : "";
      told.add(
          "%s %s %s %s %s %s"
              .formatted(
                  token,
                  parser.getText(),
                  parser.getValueAsString(),
                  parser.currentName(),
                  parser.getParsingContext().pathAsPointer(),
                  number));
    }
    return told;
  }

  @Test
  void eachShippedFileIsToldAsItsParserTellsIt() throws Exception {
    int files = 0;
    for (String folder : List.of("checks/src/main/resources", "src/main/resources")) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(Path.of(folder))) {
        all = walk.filter(file -> file.toString().endsWith(".yaml")).toList();
      }
      for (Path file : all) {
        String text = Files.readString(file);
        try (JsonParser parser = YAML.createParser(text)) {
          assertEquals(told(parser), told(read(text).parser()), file.toString());
        }
        files++;
      }
    }
    assertTrue(files > 100, files + " files");
  }

  @Test
  void wordsThatYamlTakesForAnotherTypeStayAsTheyAreWritten() throws Exception {
    String text = "a: [on, No, 007, 1.50, ~, '']\non: {0x1F: 1_000, b: }";
    try (JsonParser parser = YAML.createParser(text)) {
      assertEquals(told(parser), told(read(text).parser()));
    }
    JsonParser parser = read(text).parser();
    parser.nextToken();
    parser.nextValue();
    parser.nextToken();
    assertEquals("on", parser.getText());
  }

  @Test
  void whatIsInsideCanBeSkipped() throws Exception {
    JsonParser parser = read("a: {b: [1, {c: 2}]}\nd: last").parser();
    assertEquals(JsonTokenId.ID_START_OBJECT, parser.nextToken().id());
    assertEquals(JsonToken.START_OBJECT, parser.nextValue());
    parser.skipChildren();
    assertEquals(JsonToken.END_OBJECT, parser.currentToken());
    assertEquals(JsonToken.VALUE_STRING, parser.nextValue());
    assertEquals("last", parser.getText());
    parser.skipChildren();
    assertEquals("last", parser.getText(), "a value has nothing inside");
    assertEquals(JsonToken.END_OBJECT, parser.nextToken());
    assertNull(parser.nextToken());
    assertNull(parser.nextToken());
  }
}
