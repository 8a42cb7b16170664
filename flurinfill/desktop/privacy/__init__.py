"""The office’s duties under the GDPR: retention, record of processing, access log."""
