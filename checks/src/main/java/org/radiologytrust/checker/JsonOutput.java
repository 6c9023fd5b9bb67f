package org.radiologytrust.checker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.radiologytrust.checks.Rule;

/** One line of JSON for each file. Offsets are UTF-16 code units. */
public final class JsonOutput implements Output {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;

  public JsonOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(List<Rule> rules, List<CheckedFile> files) {
    files.forEach(file -> out.println(line(file)));
  }

  private static String line(CheckedFile file) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("file", file.name());
      ResultJson.write(json, file.result());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }
}
