package org.radiologytrust.publish.resources;

/**
 * A step's prompt template. It holds no patient data.
 *
 * @param text Markdown
 * @param sha256 hash as in {@link org.radiologytrust.model.ModelUse#promptSha256}
 */
public record EnginePrompt(String step, String text, String sha256) {}
