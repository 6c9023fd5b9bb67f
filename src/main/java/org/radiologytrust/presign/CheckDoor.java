package org.radiologytrust.presign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.radiologytrust.checker.ResultJson;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.session.Caller;

/**
 * {@code POST /api/check}: JSON, an HL7 message or a FHIR resource, by its content type. The answer
 * is the library's JSON of flags. Places are UTF-16 code units in {@code text} as it was sent; an
 * answer to a message has the text that was read of it.
 */
public final class CheckDoor {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int NOT_READ = 422;

  private final DraftDesk desk;
  private final Messages messages;
  private final String site;

  CheckDoor(DraftDesk desk, Messages messages, String site) {
    this.desk = desk;
    this.messages = messages;
    this.site = site;
  }

  /** The route's bean method. Replaces the request in the exchange's message by the answer. */
  public void handle(Exchange exchange) {
    Message request = exchange.getMessage();
    DoorKeeper.serve(desk, () -> answer(request), NOT_READ, CheckDoor::failed).replace(request);
  }

  private Answer answer(Message request) throws Busy, Refused {
    if (DoorKeeper.isOtherFhir(request)) {
      return failed(415, DoorKeeper.OTHER_FHIR);
    }
    byte[] body = DoorKeeper.body(request);
    Caller caller = DoorKeeper.caller(request);
    return switch (DoorKeeper.contentType(request)) {
      case "application/json" -> {
        CheckRequest asked = CheckRequest.of(body, site);
        yield flags(
            desk.check(Door.API, caller, asked.report(), asked.text(), asked.earlier()), false);
      }
      case "application/hl7-v2", "application/hl7-v2+er7", "x-application/hl7-v2+er7" ->
          flags(desk.check(Door.API, caller, Messages.only(messages.hl7(body))), true);
      case "application/fhir+json", "application/fhir+xml" ->
          flags(
              desk.check(
                  Door.API,
                  caller,
                  Messages.only(
                      messages.fhir(body, DoorKeeper.header(request, Exchange.CONTENT_TYPE)))),
              true);
      default ->
          failed(
              415,
              "Content-Type must be application/json, application/hl7-v2, application/fhir+json or"
                  + " application/fhir+xml");
    };
  }

  /**
   * @param withText whether the sender does not know the text that was read
   */
  private static Answer flags(Draft draft, boolean withText) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      if (withText) {
        json.writeStringField("text", draft.sent().sent());
      }
      ResultJson.write(json, draft.result());
      compared(json, draft);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.json(200, out.toByteArray());
  }

  /** The reports of the journal: who gets them may open them. */
  private static void compared(JsonGenerator json, Draft draft) throws IOException {
    if (draft.read().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("compared");
    for (EarlierReport earlier : draft.audit().earlier()) {
      if (!earlier.id().isEmpty()) {
        json.writeStartObject();
        json.writeStringField("studied", "" + earlier.studied());
        json.writeStringField("procedure", earlier.procedure());
        json.writeStringField("page", "/reports/" + earlier.id());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static Answer failed(int status, String message) {
    return Answer.json(status, StrictJson.bytes(StrictJson.object().put("error", message)));
  }
}
