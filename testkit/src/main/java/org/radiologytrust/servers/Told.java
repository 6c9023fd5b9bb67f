package org.radiologytrust.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What a server answered.
 *
 * @param status of HTTP
 * @param content the answer's text; empty with an error
 * @param thought text that the server sent apart, as a thought
 * @param end why the answer ended, in the server's word
 * @param error the server's words; empty without one
 * @param prompt tokens of the prompt
 * @param kept tokens of them that were not read anew; 0 where the server does not tell
 * @param written tokens of the answer
 * @param logprobs of each token: token, logprob, top_logprobs
 */
record Told(
    int status,
    String content,
    String thought,
    String end,
    String error,
    int prompt,
    int kept,
    int written,
    JsonNode logprobs,
    Duration took) {
  boolean ok() {
    return status == 200 && error.isEmpty();
  }

  /** Status and the first words of the error. */
  String refusal() {
    String words = error.replaceAll("\\s+", " ").replace("|", "/");
    return status + " `" + words.substring(0, Math.min(80, words.length())) + "`";
  }
}
