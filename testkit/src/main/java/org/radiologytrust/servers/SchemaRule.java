package org.radiologytrust.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.ask.InvalidAnswer;

/**
 * A rule of JSON Schema, and an answer that breaks it. The model is shown that answer several
 * times, so it goes on with it unless the server keeps it from that.
 *
 * @param name of the rule, as the table has it
 * @param property the schema of the answer's only property {@code a}
 * @param breaks a value of it that the rule forbids
 */
record SchemaRule(String name, String property, String breaks) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<SchemaRule> ALL =
      List.of(
          new SchemaRule("type", "{\"type\":\"integer\"}", "\"left\""),
          new SchemaRule("enum", "{\"enum\":[\"left\",\"right\"]}", "\"both\""),
          new SchemaRule("const", "{\"const\":\"left\"}", "\"right\""),
          new SchemaRule(
              "required",
              "{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"integer\"}},\"required\":[\"b\"]}",
              "{}"),
          new SchemaRule(
              "additionalProperties",
              "{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"integer\"}},\"required\":[\"b\"],"
                  + "\"additionalProperties\":false}",
              "{\"b\":1,\"c\":2}"),
          new SchemaRule(
              "integer minimum, maximum",
              "{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}",
              "42"),
          new SchemaRule(
              "number minimum, maximum",
              "{\"type\":\"number\",\"minimum\":0,\"maximum\":1}",
              "42.5"),
          new SchemaRule("maxLength", "{\"type\":\"string\",\"maxLength\":3}", "\"pleural\""),
          new SchemaRule(
              "maxItems",
              "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"maxItems\":2}",
              "[1,2,3,4]"),
          new SchemaRule(
              "minItems",
              "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":2,\"maxItems\":3}",
              "[1]"),
          new SchemaRule(
              "uniqueItems",
              "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"uniqueItems\":true,\"maxItems\":3}",
              "[1,1]"),
          new SchemaRule(
              "pattern, anchored", "{\"type\":\"string\",\"pattern\":\"^[0-9]{2}$\"}", "\"left\""),
          new SchemaRule(
              "pattern, not anchored",
              "{\"type\":\"string\",\"pattern\":\"[0-9]{2}\"}",
              "\"left\""),
          new SchemaRule("format date", "{\"type\":\"string\",\"format\":\"date\"}", "\"today\""),
          new SchemaRule("$ref", "{\"$ref\":\"#/$defs/side\"}", "\"both\""),
          new SchemaRule(
              "anyOf", "{\"anyOf\":[{\"const\":\"left\"},{\"type\":\"integer\"}]}", "\"both\""));

  /** Whether the server keeps the rule, in words for the table. */
  String kept(RawChat chat, String model) throws IOException, InterruptedException {
    JsonNode schema = schema();
    String shown = ("{\"a\":" + breaks + "}\n").repeat(4);
    Told told = chat.ask(Ask.text(model, shown, 60).by(schema));
    if (!told.ok()) {
      return "refused: " + told.refusal();
    }
    try {
      AnswerValidator.fits(AnswerValidator.json(told.content().strip()), schema);
      return "kept";
    } catch (InvalidAnswer e) {
      return told.end().equals("length") ? "runs on until it is cut" : "not kept";
    }
  }

  private JsonNode schema() throws JsonProcessingException {
    return JSON.readTree(
        "{\"type\":\"object\",\"properties\":{\"a\":"
            + property
            + "},\"required\":[\"a\"],\"additionalProperties\":false,"
            + "\"$defs\":{\"side\":{\"enum\":[\"left\",\"right\"]}}}");
  }
}
