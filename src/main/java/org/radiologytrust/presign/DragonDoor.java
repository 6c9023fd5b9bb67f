package org.radiologytrust.presign;

import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.settings.Site;

/**
 * {@code POST /v1/process}. The contract names no study date: the day on which the session began
 * stands for it, otherwise today. A repeat is computed again and gets the same answer.
 */
public final class DragonDoor {
  private static final int BAD_REQUEST = 400;

  private final DraftDesk desk;
  private final DragonSettings headers;
  private final Site site;
  private final Recommendations recommendations;
  private final Clock clock;

  /**
   * @throws IllegalArgumentException if a file of the site is not valid; the message names it
   */
  DragonDoor(DraftDesk desk, DragonSettings headers, Site site, SiteFiles files, Clock clock) {
    this.desk = desk;
    this.headers = headers;
    this.site = site;
    recommendations = new Recommendations(files);
    this.clock = clock;
  }

  /** The route's bean method. Replaces the request in the exchange's message by the answer. */
  public void handle(Exchange exchange) {
    Message request = exchange.getMessage();
    DoorKeeper.serve(desk, () -> answer(request), BAD_REQUEST, DragonDoor::failed).replace(request);
  }

  private Answer answer(Message request) throws Busy, Refused {
    if (!DoorKeeper.contentType(request).equals("application/json")) {
      throw new Refused("Content-Type must be application/json");
    }
    ProcessRequest asked = ProcessRequest.of(DoorKeeper.body(request));
    return Answer.json(
        200,
        StrictJson.bytes(
            recommendations.response(
                desk.check(
                    Door.DRAGON,
                    DoorKeeper.caller(request),
                    report(asked, request),
                    asked.text()))));
  }

  private Report.Builder report(ProcessRequest asked, Message request) {
    String named = DoorKeeper.header(request, headers.site());
    String number = DoorKeeper.header(request, headers.number());
    return new DraftFacts(
            DoorKeeper.header(request, headers.procedure()),
            DoorKeeper.header(request, headers.modality()),
            "",
            "",
            asked.born(),
            asked.sex(),
            Optional.empty(),
            DraftFacts.Person.UNKNOWN)
        .report(named.isEmpty() ? site.name() : named, number)
        .effective(asked.session().orElseGet(clock::instant));
  }

  private static Answer failed(int status, String message) {
    return Answer.json(
        status, StrictJson.bytes(StrictJson.object().put("success", false).put("error", message)));
  }
}
