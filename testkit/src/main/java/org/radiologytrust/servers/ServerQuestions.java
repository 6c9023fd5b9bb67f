package org.radiologytrust.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.radiologytrust.images.Picture;

/** What a server does that the documents of its protocol do not say. */
final class ServerQuestions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PHANTOMS = Path.of("model", "small", "phantoms");
  private static final int IMAGES = 4;
  private static final String RULES = "Judge the claim by what the image shows. ".repeat(20);
  private static final String DESCRIBE = "[img]\nDescribe what you see.";

  private final RawChat chat;
  private final String plain;
  private final String seeing;

  /**
   * @param plain a model that goes on with what it is given
   * @param seeing a model that describes drawn chests
   */
  ServerQuestions(RawChat chat, String plain, String seeing) {
    this.chat = chat;
    this.plain = plain;
    this.seeing = seeing;
  }

  /** A question, and how to answer it; the answer is put into the table. */
  Map<String, Callable<String>> all() {
    Map<String, Callable<String>> all = new LinkedHashMap<>();
    SchemaRule.ALL.forEach(rule -> all.put("schema: " + rule.name(), () -> rule.kept(chat, plain)));
    all.put("schema: order of keys", this::keyOrder);
    all.put("schema that is none", this::badSchema);
    all.put("log-probabilities", this::logprobs);
    all.put("prompt over the context", () -> over(Ask.text(plain, "1 ".repeat(6000), 20)));
    all.put("the same with an image", this::overWithImage);
    all.put("answer over its room", () -> ended(chat.ask(Ask.text(plain, "1, 2, 3,", 10))));
    all.put("40 equal tokens in a row", this::repeated);
    all.put("image to a model that cannot see", this::blind);
    all.put("unknown model", () -> chat.ask(Ask.text("no-such-model", "Hello", 5)).refusal());
    all.put("four images in turn, twice round", this::fourImages);
    all.put("text in <think> tags", this::thoughts);
    all.put("white space in constrained JSON", this::whiteSpace);
    all.put("prompt again", this::again);
    all.put("six questions about an image, a nonce for each", () -> sixQuestions(true));
    all.put("the same, one nonce", () -> sixQuestions(false));
    all.put("hang up while it writes", this::hangUp);
    all.put("four calls at once", this::atOnce);
    return all;
  }

  private String keyOrder() throws Exception {
    JsonNode schema =
        JSON.readTree(
            "{\"type\":\"object\",\"properties\":{\"z\":{\"enum\":[1]},\"a\":{\"enum\":[2]}},"
                + "\"required\":[\"z\",\"a\"],\"additionalProperties\":false}");
    Told told = chat.ask(Ask.text(plain, "{\"a\":2,\"z\":1}\n".repeat(3), 60).by(schema));
    int z = told.content().indexOf("\"z\"");
    int a = told.content().indexOf("\"a\"");
    return !told.ok() ? told.refusal() : z < a ? "the schema's" : "the alphabet's";
  }

  private String badSchema() throws Exception {
    JsonNode schema = JSON.readTree("{\"type\":\"sentence\"}");
    Told told = chat.ask(Ask.text(plain, "Hello", 10).by(schema));
    return told.ok() ? "200, taken" : told.refusal();
  }

  /** The prompt makes one word likely that the schema forbids. */
  private String logprobs() throws Exception {
    JsonNode schema =
        JSON.readTree(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[\"left\",\"right\"]}},"
                + "\"required\":[\"a\"],\"additionalProperties\":false}");
    Told told = chat.ask(Ask.text(plain, "{\"a\":\"both\"}\n".repeat(6), 60).by(schema));
    if (!told.ok()) {
      return told.refusal();
    }
    if (told.logprobs().isEmpty()) {
      return "none";
    }
    for (JsonNode token : told.logprobs()) {
      if (!token.path("token").asText().matches("left|right")) {
        continue;
      }
      for (JsonNode other : token.path("top_logprobs")) {
        if (other.path("token").asText().equals("both")) {
          return "before the grammar";
        }
      }
      return "after the grammar";
    }
    return "not of the label's token";
  }

  private String over(Ask ask) throws Exception {
    Told told = chat.ask(ask);
    return told.ok() ? "200, cut to " + told.prompt() + " tokens" : told.refusal();
  }

  private String overWithImage() throws Exception {
    return over(Ask.text(seeing, "[img]\n" + "1 ".repeat(6000), 20).of(phantoms().get(0)));
  }

  private static String ended(Told told) {
    return told.ok() ? told.status() + ", `" + told.end() + "`" : told.refusal();
  }

  private String repeated() throws Exception {
    JsonNode schema = JSON.readTree("{\"enum\":[\"" + "0".repeat(80) + "\"]}");
    return ended(chat.ask(Ask.text(plain, "Say it.", 200).by(schema)));
  }

  private String blind() throws Exception {
    Told told = chat.ask(Ask.text(plain, DESCRIBE, 10).of(phantoms().get(0)));
    return told.ok() ? "200, answers" : told.refusal();
  }

  private static List<byte[]> phantoms() throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (JsonNode image : JSON.readTree(PHANTOMS.resolve("truth.json").toFile())) {
      byte[] file = Files.readAllBytes(PHANTOMS.resolve(image.path("file").asText()));
      all.add(Picture.of(file, 896, 1 << 20).png());
    }
    return all.subList(0, IMAGES);
  }

  /** The nonce keeps the first round from being reused in the second. */
  private String fourImages() throws Exception {
    List<String> first = described("first");
    List<String> second = described("second");
    long different = first.stream().distinct().count();
    int same = 0;
    for (int i = 0; i < IMAGES; i++) {
      same += first.get(i).equals(second.get(i)) ? 1 : 0;
    }
    return same + " of " + IMAGES + " described the same; " + different + " different descriptions";
  }

  private List<String> described(String round) throws Exception {
    List<String> answers = new ArrayList<>();
    for (byte[] png : phantoms()) {
      Told told = chat.ask(Ask.text(seeing, round + answers.size() + "\n" + DESCRIBE, 60).of(png));
      answers.add(told.ok() ? told.content() : told.refusal());
    }
    return answers;
  }

  private String thoughts() throws Exception {
    Told told = chat.ask(Ask.text(plain, "<think>Hm.</think>Yes.\n".repeat(4), 30));
    return !told.ok()
        ? told.refusal()
        : !told.thought().isEmpty()
            ? "apart from the answer"
            : told.content().contains("think") ? "left in the answer" : "not written";
  }

  /** The longest run of blanks and line ends, as the server sent it. */
  private String whiteSpace() throws Exception {
    JsonNode schema =
        JSON.readTree(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[\"left\"]}},\"required\":[\"a\"],"
                + "\"additionalProperties\":false}");
    String airy = "{" + "\n".repeat(12) + " ".repeat(30) + "\"a\":\n\n\n\"left\"\n\n\n}\n";
    Told told = chat.ask(Ask.text(plain, airy.repeat(3), 300).by(schema));
    if (!told.ok()) {
      return told.refusal();
    }
    int longest = 0;
    int run = 0;
    for (char c : told.content().toCharArray()) {
      run = Character.isWhitespace(c) ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return "at most " + longest + " in a row, `" + told.end() + "` after " + told.written();
  }

  private String again() throws Exception {
    String report = "The lungs are clear and the heart is of normal size. ".repeat(60);
    Duration first = chat.ask(Ask.text(plain, report, 1)).took();
    Duration second = chat.ask(Ask.text(plain, report, 1)).took();
    return seconds(first) + ", then " + seconds(second);
  }

  /** What an audit asks of each claim; only the end of the prompt differs. */
  private String sixQuestions(boolean nonceForEach) throws Exception {
    byte[] png = phantoms().get(1);
    String[] claims = {"effusion", "opacity", "pneumothorax", "large heart", "edema", "fracture"};
    int read = 0;
    int kept = 0;
    Duration took = Duration.ZERO;
    for (int i = 0; i < claims.length; i++) {
      String nonce = nonceForEach ? "each " + i : "all";
      String prompt = nonce + "\n[img]\n" + RULES + "Claim: there is " + claims[i] + ".";
      Told told = chat.ask(Ask.text(seeing, prompt, 1).of(png));
      read += told.prompt() - told.kept();
      kept += told.kept();
      took = took.plus(told.took());
    }
    return (kept > 0 ? read + " tokens read, " : "") + seconds(took);
  }

  private String hangUp() throws Exception {
    chat.ask(Ask.text(plain, "Hello", 1));
    chat.hangUp(Ask.text(plain, "1, 2, 3, 4, 5, 6,", 1500));
    return "free after " + seconds(chat.ask(Ask.text(plain, "Hello", 1)).took());
  }

  private String atOnce() throws Exception {
    Duration alone = chat.ask(Ask.text(plain, "0, 1, 2, 3,", 40)).took();
    ExecutorService threads = Executors.newFixedThreadPool(IMAGES);
    try {
      long start = System.nanoTime();
      List<Future<Told>> asked = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        String prompt = i + ", 1, 2, 3,";
        asked.add(threads.submit(() -> chat.ask(Ask.text(plain, prompt, 40))));
      }
      int answered = 0;
      for (Future<Told> told : asked) {
        answered += told.get().ok() ? 1 : 0;
      }
      Duration all = Duration.ofNanos(System.nanoTime() - start);
      return answered + " answered; one takes " + seconds(alone) + ", four " + seconds(all);
    } finally {
      threads.shutdownNow();
    }
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1000.0);
  }
}
