/**
 * The six steps of an audit. A step is a folder of data (step.yaml, prompt.md, schema.json) and a
 * Camel route that calls {@link org.radiologytrust.pipeline.Steps}; {@link
 * org.radiologytrust.pipeline.Audits} starts and ends runs.
 */
package org.radiologytrust.pipeline;
