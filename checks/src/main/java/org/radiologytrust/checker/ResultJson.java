package org.radiologytrust.checker;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Place;
import org.radiologytrust.checks.Result;

/** What the checks found, as the fields of a JSON object. docs/checks.md explains them. */
public final class ResultJson {
  private ResultJson() {}

  /**
   * Writes the fields into the object that was begun.
   *
   * @throws IOException if the generator cannot write
   */
  public static void write(JsonGenerator json, Result result) throws IOException {
    json.writeArrayFieldStart("flags");
    for (Flag flag : result.flags()) {
      json.writeStartObject();
      json.writeStringField("check", flag.check());
      json.writeStringField("level", flag.level().name().toLowerCase(Locale.ROOT));
      write(json, "place", flag.place());
      write(json, "against", flag.against());
      json.writeStringField("action", flag.action());
      json.writeStringField("strength", flag.strength().name().toLowerCase(Locale.ROOT));
      if (!flag.why().isEmpty()) {
        json.writeStringField("why", flag.why());
      }
      json.writeStringField("weight", flag.weight().name().toLowerCase(Locale.ROOT));
      if (!flag.lists().isEmpty()) {
        json.writeArrayFieldStart("lists");
        for (String list : flag.lists()) {
          json.writeString(list);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notMade");
    for (Result.NotMade check : result.notMade()) {
      json.writeStartObject();
      json.writeStringField("check", check.check());
      json.writeStringField("missing", check.missing());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unfinished");
    for (Result.Unfinished check : result.unfinished()) {
      json.writeStartObject();
      json.writeStringField("check", check.check());
      json.writeStringField("reason", check.reason().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unread");
    for (String part : result.unread()) {
      json.writeString(part);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, Place place) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("source", place.source());
    json.writeStringField("value", place.value());
    if (place.span() != null) {
      json.writeNumberField("start", place.span().start());
      json.writeNumberField("end", place.span().end());
    }
    json.writeEndObject();
  }
}
