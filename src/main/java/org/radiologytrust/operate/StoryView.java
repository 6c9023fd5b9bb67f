package org.radiologytrust.operate;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.journal.search.Stories;

/** Shows what happened to a message or report. */
final class StoryView {
  private final Stories stories;
  private final StoredBytes messages;
  private final StoryJson json;
  private final Trail trail;

  StoryView(Stories stories, StoredBytes messages, StoryJson json, Trail trail) {
    this.stories = stories;
    this.messages = messages;
    this.json = json;
    this.trail = trail;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("story", (r, given) -> story(r, given.required("id")), "id"),
        ApiEndpoint.get("messages/*", (r, none) -> story(r, messages.known(r.part(1)).id())));
  }

  private ApiReply story(ApiRequest request, String id) {
    Stories.Story story = stories.find(id);
    if (story.isEmpty()) {
      throw OperationRefused.unknown(
          "no message, report, run, decision or Observation has this id or correlation id, and no"
              + " report this accession number");
    }
    trail.story(
        request.userName(),
        Stream.concat(
                story.messages().stream().map(message -> message.message().id()),
                story.reports().stream().flatMap(r -> r.id().stream()).map(Object::toString))
            .toList());
    return ApiReply.json(json.story(story));
  }
}
