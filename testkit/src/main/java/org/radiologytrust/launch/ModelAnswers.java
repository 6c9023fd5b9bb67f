package org.radiologytrust.launch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.radiologytrust.peers.ollama.OllamaCall;

/**
 * The answers of a good model to each step. It quotes whole sentences, sees one effusion, and is
 * uncertain only about claims that say "definite". On a blank image it sees nothing.
 */
public final class ModelAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBERED = Pattern.compile("(?m)^(\\d+)\\. (.+)$");

  private ModelAnswers() {}

  /** Whether a call shows images and all of them are evenly grey. */
  public static boolean blank(OllamaCall call) {
    return !call.images().isEmpty() && call.images().stream().allMatch(ModelAnswers::grey);
  }

  private static boolean grey(String base64) {
    try {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
      int[] pixels =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      return Arrays.stream(pixels).allMatch(p -> p == pixels[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String of(OllamaCall call) {
    ObjectNode answer = JSON.createObjectNode();
    String data = call.text();
    data = data.contains("----------") ? data.split("----------")[1] : data;
    Matcher line = NUMBERED.matcher(data);
    switch (call.step()) {
      case "claims" -> {
        ArrayNode claims = answer.putArray("claims");
        while (line.find()) {
          claims
              .addObject()
              .put("sentence", Integer.parseInt(line.group(1)))
              .put("quote", line.group(2).replaceAll("[.]$", ""))
              .put("type", line.group(2).startsWith("No ") ? "absence" : "finding");
        }
      }
      case "findings" -> {
        answer.put("quality", "good");
        ObjectNode effusion =
            answer
                .putArray("findings")
                .addObject()
                .put("description", "pleural effusion")
                .put("location", "left base")
                .put("cue", "blunted costophrenic angle")
                .put("probability", 0.9);
        if (!call.schema().findPath("box_2d").isMissingNode()) {
          effusion.putArray("box_2d").add(640).add(560).add(860).add(780);
        }
      }
      case "alignment" -> {
        ArrayNode judgements = answer.putArray("judgements");
        while (line.find()) {
          boolean blank = blank(call);
          boolean sure = !line.group(2).contains("definitely");
          ObjectNode judgement = judgements.addObject();
          judgement.put("claim", Integer.parseInt(line.group(1)));
          judgement.put(
              "evidence",
              blank
                  ? "The image is grey."
                  : sure ? "The left angle is blunted." : "No image shows a cause.");
          ArrayNode findings = judgement.putArray("findings");
          if (data.contains("F1.1") && line.group(2).contains("effusion")) {
            findings.add("F1.1");
          }
          judgement.put("label", blank ? "needs_review" : sure ? "supported" : "uncertain");
          judgement.put("probability", sure ? 0.95 : 0.6);
        }
      }
      case "question" -> {
        boolean sure = !data.contains("definitely");
        answer.put("evidence", blank(call) ? "The image is grey." : "The left angle is blunted.");
        answer.put("answer", blank(call) ? "no" : sure ? "yes" : "cannot_tell");
        answer.put("probability", sure ? 0.95 : 0.6);
      }
      case "rewrite" -> {
        ArrayNode rewrites = answer.putArray("rewrites");
        while (line.find()) {
          rewrites
              .addObject()
              .put("claim", Integer.parseInt(line.group(1)))
              .put("text", "Left pleural effusion, of which the cause cannot be told.");
        }
      }
      default -> throw new IllegalArgumentException("no step: " + call.step());
    }
    return answer.toString();
  }
}
