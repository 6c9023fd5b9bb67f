package org.radiologytrust.operate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.search.MessageSearch;
import org.radiologytrust.journal.search.MessageSearch.Found;

/** Lists received messages, newest first. */
final class MessageLists {
  private static final List<String> OF_PATIENTS = List.of("accession", "mrn");
  private static final List<String> STATES =
      Stream.concat(
              Arrays.stream(Outcome.values()).map(Outcome::code),
              Stream.of(
                  "awaiting_images",
                  "ready",
                  "auditing",
                  "audited",
                  "checked_only",
                  "not_auditable",
                  "superseded"))
          .toList();

  private final MessageSearch messages;
  private final SiteTimes times;
  private final StoryJson json;
  private final Trail trail;

  MessageLists(MessageSearch messages, SiteTimes times, StoryJson json, Trail trail) {
    this.messages = messages;
    this.times = times;
    this.json = json;
    this.trail = trail;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get(
            "messages",
            this::list,
            "control-id",
            "accession",
            "mrn",
            "site",
            "state",
            "since",
            "until",
            "limit",
            "after"));
  }

  private ApiReply list(ApiRequest request, Parameters given) {
    int limit = given.limit();
    // one more, to know whether there is a next page
    MessageSearch.Query.Builder query = MessageSearch.Query.atMost(limit + 1);
    given.text("control-id").ifPresent(query::controlId);
    given.text("accession").ifPresent(query::accession);
    given.text("mrn").ifPresent(query::mrn);
    given.text("site").ifPresent(query::site);
    given.oneOf("state", STATES).ifPresent(query::state);
    given.text("since").map(since -> times.read("since", since)).ifPresent(query::since);
    given.text("until").map(until -> times.read("until", until)).ifPresent(query::until);
    given.text("after").ifPresent(query::after);
    List<Found> found = messages.find(query.build());
    List<Found> page = found.subList(0, Math.min(limit, found.size()));
    List<String> ofPatients = OF_PATIENTS.stream().filter(given::has).toList();
    if (!ofPatients.isEmpty() && !page.isEmpty()) {
      trail.search(request.userName(), ofPatients, page.stream().map(Found::id).toList());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("messages", page.stream().map(json::message).toList());
    if (found.size() > limit) {
      answer.put("next", page.get(limit - 1).id());
    }
    return ApiReply.json(answer);
  }
}
