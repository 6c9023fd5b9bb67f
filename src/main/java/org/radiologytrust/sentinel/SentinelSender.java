package org.radiologytrust.sentinel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.radiologytrust.journal.sentinels.Sentinels;
import org.radiologytrust.journal.sentinels.Sentinels.Door;
import org.radiologytrust.journal.sentinels.Sentinels.Seed;
import org.radiologytrust.journal.sentinels.Sentinels.State;
import org.radiologytrust.model.Texts;

/**
 * Makes what is sent to the doors of this node, and reads the answers. Routes call it. Each report
 * is stored before it is sent.
 */
public final class SentinelSender {
  private static final String ID = "rtlSentinel";
  private static final String CASE = "rtlSentinelCheck";
  private static final String UNREACHABLE = "nobody answers at the door";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sentinels sentinels;
  private final List<SentinelCase> cases;
  private final SentinelSettings settings;
  private final String node;
  private final Clock clock;
  private final Map<Door, AtomicInteger> turns = new EnumMap<>(Door.class);

  /**
   * @param clock the wall's, for the times in messages
   */
  SentinelSender(
      Sentinels sentinels,
      List<SentinelCase> cases,
      SentinelSettings settings,
      String node,
      Clock clock) {
    this.sentinels = sentinels;
    this.cases = List.copyOf(cases);
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    for (Door door : Door.values()) {
      turns.put(door, new AtomicInteger());
    }
  }

  /** A message for MLLP. */
  public void hl7(Exchange exchange) {
    SentinelCase report = next(Door.MLLP);
    UUID id = UUID.randomUUID();
    begin(exchange, Door.MLLP, report, id, SentinelMessages.hl7(report, id, clock.instant()));
  }

  /** A record for Kafka. */
  public void kafka(Exchange exchange) {
    SentinelCase report = next(Door.KAFKA);
    UUID id = UUID.randomUUID();
    begin(exchange, Door.KAFKA, report, id, SentinelMessages.hl7(report, id, clock.instant()));
  }

  /** A resource for {@code POST /fhir}. */
  public void fhir(Exchange exchange) {
    SentinelCase report = next(Door.FHIR);
    UUID id = UUID.randomUUID();
    begin(exchange, Door.FHIR, report, id, SentinelMessages.fhir(report, id, clock.instant()));
    headers(exchange.getMessage(), Door.FHIR, "application/fhir+json");
  }

  /** A report for {@code POST /api/check}. */
  public void draft(Exchange exchange) {
    SentinelCase report = next(Door.CHECK);
    UUID id = UUID.randomUUID();
    begin(exchange, Door.CHECK, report, id, SentinelMessages.draft(report, id));
    headers(exchange.getMessage(), Door.CHECK, "application/json");
  }

  /** The reports take turns. */
  private SentinelCase next(Door door) {
    return cases.get(Math.floorMod(turns.get(door).getAndIncrement(), cases.size()));
  }

  private void begin(Exchange exchange, Door door, SentinelCase report, UUID id, byte[] body) {
    sentinels.send(new Seed(id, node, door, report.check(), Texts.sha256(body)));
    exchange.setProperty(ID, id);
    exchange.setProperty(CASE, report.check());
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(body);
  }

  private void headers(Message message, Door door, String contentType) {
    message.setHeader(Exchange.CONTENT_TYPE, contentType);
    message.setHeader("Authorization", settings.logins().get(door));
  }

  /** Reads an acknowledgement: AA or CA, or the door did not take the message. */
  public void acknowledged(Exchange exchange) {
    byte[] answer = exchange.getMessage().getBody(byte[].class);
    String text = answer == null ? "" : new String(answer, StandardCharsets.UTF_8);
    if (text.lines().noneMatch(line -> line.matches("MSA\\|[AC]A\\|.*"))) {
      refused(exchange, "the answer is no acknowledgement with AA");
    }
  }

  /** Reads the answer to a resource. */
  public void taken(Exchange exchange) {
    int status = status(exchange);
    if (status != OK && status != CREATED) {
      refused(exchange, "the door answered HTTP " + status);
    }
  }

  /** Reads the flags in the answer to a report that is still open. */
  public void checked(Exchange exchange) {
    int status = status(exchange);
    if (status != OK) {
      refused(exchange, "the door answered HTTP " + status);
      return;
    }
    byte[] answer = exchange.getMessage().getBody(byte[].class);
    sentinels.checked(id(exchange), flags(answer, exchange.getProperty(CASE, String.class)));
  }

  private static boolean flags(byte[] answer, String check) {
    try {
      for (JsonNode flag : JSON.readTree(answer).path("flags")) {
        if (flag.path("check").asText().equals(check)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** Nobody answered. The exception's text may name an address, and is not kept. */
  public void unreachable(Exchange exchange) {
    sentinels.failed(id(exchange), State.UNREACHABLE, UNREACHABLE);
  }

  private void refused(Exchange exchange, String reason) {
    sentinels.failed(id(exchange), State.REFUSED, reason);
  }

  private static int status(Exchange exchange) {
    Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    return status == null ? 0 : status;
  }

  private static UUID id(Exchange exchange) {
    return exchange.getProperty(ID, UUID.class);
  }
}
