package org.radiologytrust.checker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Place;
import org.radiologytrust.checks.Result;
import org.radiologytrust.checks.Rule;

/**
 * SARIF 2.1.0 (OASIS): the log that editors and code hosts show beside a text. A check that was not
 * made or did not finish is a notification, so a log without results does not look complete.
 */
final class SarifOutput implements Output {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;

  SarifOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(List<Rule> rules, List<CheckedFile> files) {
    StringWriter log = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(log)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      json.writeStringField("version", "2.1.0");
      json.writeArrayFieldStart("runs");
      json.writeStartObject();
      tool(json, rules);
      json.writeStringField("columnKind", "utf16CodeUnits");
      invocation(json, files);
      json.writeArrayFieldStart("results");
      for (CheckedFile file : files) {
        for (Flag flag : file.result().flags()) {
          result(json, file, flag);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(log);
  }

  private static void tool(JsonGenerator json, List<Rule> rules) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "rtl-checks");
    json.writeArrayFieldStart("rules");
    for (Rule rule : rules) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      text(json, "shortDescription", rule.title());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void invocation(JsonGenerator json, List<CheckedFile> files) throws IOException {
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField(
        "executionSuccessful",
        files.stream().allMatch(file -> file.result().unfinished().isEmpty()));
    json.writeArrayFieldStart("toolExecutionNotifications");
    for (CheckedFile file : files) {
      for (Result.NotMade check : file.result().notMade()) {
        notification(json, file, "note", check.check() + " was not made: no " + check.missing());
      }
      for (Result.Unfinished check : file.result().unfinished()) {
        String why = check.reason().name().toLowerCase(Locale.ROOT);
        notification(json, file, "error", check.check() + " did not finish: " + why);
      }
      for (String part : file.result().unread()) {
        notification(json, file, "warning", "not read: " + part);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void notification(
      JsonGenerator json, CheckedFile file, String level, String message) throws IOException {
    json.writeStartObject();
    json.writeStringField("level", level);
    text(json, "message", message);
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    artifact(json, file);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, CheckedFile file, Flag flag) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", flag.check());
    boolean tells = flag.strength() == Flag.Strength.TELL;
    if (!tells) {
      json.writeStringField("kind", "review");
    }
    // a result of another kind than a failure has no level
    json.writeStringField("level", tells ? flag.level().name().toLowerCase(Locale.ROOT) : "none");
    text(json, "message", (flag.action() + " " + flag.why()).strip());
    json.writeArrayFieldStart("locations");
    location(json, file, flag.place());
    json.writeEndArray();
    json.writeArrayFieldStart("relatedLocations");
    location(json, file, flag.against());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void location(JsonGenerator json, CheckedFile file, Place place)
      throws IOException {
    json.writeStartObject();
    if (place.span() != null) {
      json.writeObjectFieldStart("physicalLocation");
      artifact(json, file);
      json.writeObjectFieldStart("region");
      json.writeNumberField("charOffset", place.span().start());
      json.writeNumberField("charLength", place.span().end() - place.span().start());
      text(json, "snippet", place.value());
      json.writeEndObject();
      json.writeEndObject();
    }
    text(json, "message", place.source() + ": " + place.value());
    json.writeEndObject();
  }

  private static void artifact(JsonGenerator json, CheckedFile file) throws IOException {
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(file.name()));
    json.writeEndObject();
  }

  /** A relative path as a relative reference; characters that an URI may not have are escaped. */
  private static String uri(String name) {
    try {
      return new URI(null, null, name.replace('\\', '/'), null).getRawPath();
    } catch (URISyntaxException e) {
      return "report";
    }
  }

  private static void text(JsonGenerator json, String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }
}
