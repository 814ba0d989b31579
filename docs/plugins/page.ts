/**
 * The HTML of each page, of Docusaurus's own template (Eta): the scripts are fetched beside the text, and run when it has
 * been painted. A page that nobody sees yet is not painted, and does not wait for it.
 */
export const page = `<!DOCTYPE html>
<html <%~ it.htmlAttributes %>>
  <head>
    <meta charset="UTF-8">
    <meta name="generator" content="Docusaurus v<%= it.version %>">
    <% it.metaAttributes.forEach((attribute) => { %><%~ attribute %><% }); %>
    <%~ it.headTags %>
    <% it.stylesheets.forEach((path) => { %><link rel="stylesheet" href="<%= it.baseUrl %><%= path %>"><% }); %>
    <% it.scripts.forEach((path) => { %>
      <link rel="preload" as="script" fetchpriority="low" data-runs-late href="<%= it.baseUrl %><%= path %>">
    <% }); %>
    <script>
      addEventListener('DOMContentLoaded', () => {
        const run = ({ href: src }) => document.head.append(Object.assign(document.createElement('script'), { src, async: false }));
        const runAll = () => setTimeout(() => document.querySelectorAll('[data-runs-late]').forEach(run));
        document.hidden ? runAll() : requestAnimationFrame(runAll);
      });
    </script>
  </head>
  <body <%~ it.bodyAttributes %>>
    <%~ it.preBodyTags %>
    <div id="__docusaurus"><%~ it.appHtml %></div>
    <%~ it.postBodyTags %>
  </body>
</html>
`;
